import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { JobHandler } from '#application/ports/job-queue';
import { Clock, isoTime } from '#domain/kernel/clock';
import { AppConfig } from '#server/config/app-config';
import { SecretBox } from '../crypto/secret-box';
import type { JobEntity } from '../database/entities/job.entity';
import { JobExecution } from './job-execution';
import { JobStore } from './job.store';

/** Jobs mostly wait for others (a mail server, the database) rather than compute. */
const CONCURRENCY = 8;
const MS_PER_SECOND = 1000;
const MS_PER_DAY = 86_400_000;
const CHORES_EVERY_MS = 3_600_000;
const PURGE_BATCH = 1000;
/** Kept longer, because somebody may still want to see what went wrong. */
const DEAD_RETENTION_DAYS = 90;
/** The share of the time to stop that jobs get. Connections are cut at four fifths of it, and the rest is the database's. */
const WAIT_SHARE_OF_SHUTDOWN = 0.1;

const logger = new Logger('Jobs');

type Chore = (signal: AbortSignal) => Promise<void>;

/** Takes due jobs, a few at a time, as long as the server runs. Several processes may do so on one database. */
@Injectable()
export class JobRunner {
  private readonly handlers = new Map<string, JobHandler>();
  private readonly running = new Map<JobExecution, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly leaseMs: number;
  private loop: Promise<void> = Promise.resolve();
  private awake = false;
  private wakeUp: () => void = () => undefined;
  private readonly chores: Chore[] = [() => this.purge()];
  private doing: Promise<void> = Promise.resolve();
  private nextChores = 0;

  constructor(
    private readonly config: AppConfig,
    private readonly store: JobStore,
    private readonly box: SecretBox,
    private readonly adapters: HttpAdapterHost,
    private readonly clock: Clock,
  ) {
    this.leaseMs = config.jobExecutionTimeout * MS_PER_SECOND;
  }

  register(handler: JobHandler): void {
    this.handlers.set(handler.name, handler);
  }

  hourly(work: Chore): void {
    this.chores.push(work);
  }

  /** Looks for jobs at once. */
  wake(): void {
    this.awake = true;
    this.wakeUp();
  }

  /** Takes jobs from now on. */
  begin(): void {
    // The command line takes none: it ends before a job would.
    if (this.adapters.httpAdapter && this.config.jobWorkerEnabled) this.loop = this.work();
  }

  /** Takes no more jobs, and asks those that run to stop. */
  stop(): void {
    this.stopping.abort();
    this.wake();
    for (const execution of this.running.keys()) execution.stop();
  }

  /** Waits a moment for running jobs, and gives back those that do not end. Needs the database. */
  async end(): Promise<void> {
    await this.loop;
    await this.doing;
    for (const execution of this.running.keys()) execution.stop();
    const limit = this.config.shutdownTimeoutSeconds * MS_PER_SECOND * WAIT_SHARE_OF_SHUTDOWN;
    const late = new AbortController();
    await Promise.race([
      Promise.all(this.running.values()),
      sleep(limit, undefined, { signal: late.signal }).catch(() => undefined),
    ]);
    late.abort();
    await Promise.all([...this.running.keys()].map((execution) => execution.giveBack()));
  }

  private async work(): Promise<void> {
    let failing = false;
    while (!this.stopping.signal.aborted) {
      try {
        await this.takeDue();
        this.doChores();
        failing = false;
      } catch (error) {
        if (!failing) logger.warn(`No jobs can be taken: ${describe(error)}`);
        failing = true;
        // It pauses however often it is woken: the database needs its time.
        await this.sleep(this.stopping.signal);
      }
      await this.rest();
    }
  }

  /** The end of a job wakes the loop again, so one round never has to take more than there is room for. */
  private async takeDue(): Promise<void> {
    const room = CONCURRENCY - this.running.size;
    const began = this.clock.now();
    const now = isoTime(began);
    if (room === 0 || !(await this.store.hasWork(now))) return;
    for (const row of await this.store.listWornOut(now, room)) {
      await this.execution(row).fail(new Error('The process that ran it ended'));
    }
    const lockedUntil = isoTime(began + this.leaseMs);
    for (const row of await this.store.claim(now, lockedUntil, room)) this.start(row);
  }

  private start(row: JobEntity): void {
    const execution = this.execution(row);
    const done = execution
      .run()
      .catch((error: unknown) => logger.error(`Job ${row.handler} ${row.id} broke off`, error))
      .finally(() => {
        this.running.delete(execution);
        this.wake();
      });
    this.running.set(execution, done);
  }

  private execution(row: JobEntity): JobExecution {
    return new JobExecution(row, this.handlers.get(row.handler), this.store, this.box, this.leaseMs, this.clock);
  }

  /** Jobs do not wait for them. */
  private doChores(): void {
    const now = this.clock.now();
    if (now < this.nextChores) return;
    this.nextChores = now + CHORES_EVERY_MS;
    this.doing = this.doing.then(() => this.doEach());
  }

  private async doEach(): Promise<void> {
    for (const work of this.chores) {
      await work(this.stopping.signal).catch((error: unknown) => {
        if (!this.stopping.signal.aborted) logger.warn(`Old data stays for an hour more: ${describe(error)}`);
      });
    }
  }

  private async purge(): Promise<void> {
    const now = this.clock.now();
    const kept = { completed: this.config.jobRetentionDays, dead: DEAD_RETENTION_DAYS };
    for (const [status, days] of Object.entries(kept)) {
      const end = isoTime(now - days * MS_PER_DAY);
      while (!this.stopping.signal.aborted && (await this.store.purge(status, end, PURGE_BATCH)) === PURGE_BATCH);
    }
  }

  private async rest(): Promise<void> {
    if (!this.awake) {
      const timer = new AbortController();
      await Promise.race([this.sleep(timer.signal), new Promise<void>((resolve) => (this.wakeUp = resolve))]);
      timer.abort();
    }
    this.awake = false;
  }

  private async sleep(signal: AbortSignal): Promise<void> {
    const poll = this.config.jobWorkerPollInterval * MS_PER_SECOND;
    await sleep(poll, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
