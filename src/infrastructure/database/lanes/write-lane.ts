import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Unit } from '#application/ports/transactions';
import { DatabaseUnavailable } from '../errors/database-unavailable';
import { type Charge, type GroupOutcome, LaneGroup } from './lane-group';
import type { LaneConnection } from './lane-connection';
import type { LaneRules } from './lane-rules';
import { LaneQueue } from './lane-queue';
import type { QueuedUnit } from './lane-unit';
import { sizeOf } from './shared-steps';
import { translateOutage } from '../errors/translate-error';
import type { WriterTurn } from '../sqlite/writer-turn';

/** How often a unit is tried alone when deadlocks or a lost transaction keep undoing it. */
const TRIES = 3;
const PAUSE_BETWEEN_TRIES_MS = 20;

/**
 * Runs units of work one after another on the connection it owns and commits many of them at once: one sync to disk
 * serves all units that arrived during the one before. Each is isolated by a savepoint, and none is answered before the
 * commit that holds it.
 */
export class WriteLane {
  private readonly queue = new LaneQueue();
  private running: Promise<void> | null = null;
  private draining = false;
  private connection: LaneConnection | null = null;
  private readonly charge: Charge = (account, milliseconds) => this.queue.charge(account, milliseconds);

  constructor(
    private readonly open: () => Promise<LaneConnection>,
    private readonly rules: LaneRules,
    /** null: no other process writes in turns with this lane. */
    private readonly turn: WriterTurn | null = null,
  ) {}

  /** It has a connection, as far as is known. */
  get isOpen(): boolean {
    return this.connection !== null && !this.connection.lost;
  }

  submit<T>(unit: Unit<T>): Promise<T> {
    return this.enqueue(unit, false);
  }

  submitAlone<T>(unit: Unit<T>): Promise<T> {
    return this.enqueue(unit, true);
  }

  async drain(): Promise<void> {
    this.draining = true;
    await this.running;
  }

  async close(): Promise<void> {
    await this.drain();
    await this.connection?.close();
    this.connection = null;
  }

  private enqueue<T>(unit: Unit<T>, alone: boolean): Promise<T> {
    if (this.draining) return Promise.reject(new DatabaseUnavailable('The server is shutting down'));
    return new Promise((resolve, reject) => {
      this.queue.push({ unit, size: sizeOf(unit.work), alone, resolve: resolve as (value: unknown) => void, reject });
      this.running ??= this.work();
    });
  }

  private async work(): Promise<void> {
    // Requests that arrived in the same turn of the event loop get into the first group.
    await setImmediate();
    while (!this.queue.isEmpty) {
      // Units that arrive while other processes have their turns get into the same group.
      if (this.turn !== null) await this.turn.take();
      await this.runGroup(this.queue.takeGroup());
      this.turn?.give();
    }
    this.queue.forget();
    this.running = null;
  }

  private async runGroup(units: readonly QueuedUnit[]): Promise<void> {
    const first = await this.attempt(units);
    this.queue.putBack(first.left);
    for (const unit of first.undone) await this.runAlone(unit, first.cause, units.length > 1 ? TRIES : TRIES - 1);
  }

  private async runAlone(unit: QueuedUnit, cause: unknown, tries: number): Promise<void> {
    let reason = cause;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      if (attempt > 0) await setTimeout(Math.random() * PAUSE_BETWEEN_TRIES_MS);
      const { undone, cause: next } = await this.attempt([unit]);
      if (undone.length === 0) return;
      reason = next;
    }
    unit.reject(translateOutage(reason, 'write'));
  }

  /**
   * Runs one transaction. Settles its units, except those that lost their transaction through no fault of their own.
   */
  private async attempt(units: readonly QueuedUnit[]): Promise<GroupOutcome> {
    try {
      if (this.connection === null || this.connection.lost) await this.reopen();
    } catch (error) {
      for (const unit of units) unit.reject(translateOutage(error, 'write'));
      return { undone: [], left: [], cause: null };
    }
    return new LaneGroup(this.connection!, this.rules, units, this.charge).run();
  }

  private async reopen(): Promise<void> {
    const broken = this.connection;
    this.connection = null;
    await broken?.close();
    this.connection = await this.open();
  }
}
