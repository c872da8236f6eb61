import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type JobAttempt, JobDeclined, type JobHandler, type RunningJob } from '#application/ports/job-queue';
import { type Clock, isoTime } from '#domain/kernel/clock';
import type { JsonValue } from '#domain/schema/collection';
import type { SecretBox } from '../crypto/secret-box';
import { DatabaseUnavailable } from '../database/errors/database-unavailable';
import type { JobEntity } from '../database/entities/job.entity';
import type { JobChange, JobStore } from './job.store';
import { withoutSecrets } from './without-secrets';

const MAX_ERROR_LENGTH = 5000;
const MAX_LINE_LENGTH = 500;
const MAX_DELAY_MS = 24 * 60 * 60 * 1000;
/**
 * Writing the end of an attempt is retried while the database is unreachable: the work would otherwise be done twice.
 */
const WRITE_TRIES = 5;
const PAUSE_BETWEEN_WRITES_MS = 1000;
/** The share of its lease after which a job stops, before others may take it. */
const SAFE_SHARE_OF_LEASE = 0.9;

const logger = new Logger('Jobs');

type Secrets = Readonly<Record<string, string>>;

/** One attempt at a claimed job, from decrypting its secrets to recording how it ended. */
export class JobExecution {
  private readonly abort = new AbortController();
  private secrets: Secrets = {};
  private timer: NodeJS.Timeout | undefined;
  private onTimeUp: (error: Error) => void = () => undefined;
  private stopping = false;
  private ended = false;
  private declined = false;

  constructor(
    private readonly row: JobEntity,
    private readonly handler: JobHandler | undefined,
    private readonly store: JobStore,
    private readonly box: SecretBox,
    private readonly leaseMs: number,
    private readonly clock: Clock,
  ) {}

  /** Never rejects. */
  async run(): Promise<void> {
    const error = await this.attempt();
    if (this.ended) return;
    this.end();
    if (error === null) await this.complete(null);
    else if (error instanceof JobDeclined) await this.decline(error);
    else if (this.stopping) await this.giveBackNow();
    else await this.fail(error);
  }

  /** Asks the handler to stop. */
  stop(): void {
    this.stopping = true;
    this.abort.abort(new Error('The server is stopping'));
  }

  /** Called for a handler that did not stop in time: another process may take the job now, and this attempt does not count. */
  async giveBack(): Promise<void> {
    if (this.ended) return;
    this.end();
    await this.giveBackNow();
  }

  private end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }

  private async attempt(): Promise<Error | null> {
    const { row, handler } = this;
    try {
      if (!handler) throw new Error(`No handler is named "${row.handler}"`);
      if (row.secrets !== null) this.secrets = JSON.parse(this.box.open(row.secrets, row.id)) as Secrets;
      const timeUp = new Promise<never>((_resolve, reject) => (this.onTimeUp = reject));
      this.startClock();
      await Promise.race([handler.run(this.runningJob()), timeUp]);
      return null;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  private runningJob(): RunningJob {
    return {
      ...this.told(),
      secrets: this.secrets,
      signal: this.abort.signal,
      report: (progress) => this.report(progress),
    };
  }

  private told(): JobAttempt {
    const { id, accountId, attemptNumber, maxAttempts } = this.row;
    const payload = JSON.parse(this.row.payload) as JsonValue;
    const isLastAttempt = this.declined || attemptNumber >= maxAttempts;
    return { id, accountId, payload, attempt: attemptNumber, isLastAttempt };
  }

  private startClock(): void {
    clearTimeout(this.timer);
    if (this.ended) return;
    this.timer = setTimeout(() => {
      const error = new Error(`Gave no sign of life for ${this.leaseMs / 1000} seconds`);
      this.abort.abort(error);
      this.onTimeUp(error);
    }, this.leaseMs * SAFE_SHARE_OF_LEASE);
  }

  private async report(progress: JsonValue): Promise<void> {
    const lockedUntil = isoTime(this.clock.now() + this.leaseMs);
    if (!(await this.store.change(this.row, { progress: JSON.stringify(progress), lockedUntil }))) {
      const error = new Error('The job was taken by another process');
      this.abort.abort(error);
      throw error;
    }
    this.row.lockedUntil = lockedUntil;
    this.startClock();
  }

  private decline(reason: JobDeclined): Promise<void> {
    this.declined = true;
    return this.complete(this.messageOf(reason));
  }

  private complete(errorMessage: string | null): Promise<void> {
    const completedAt = this.clock.iso();
    return this.write(
      { status: 'completed', completedAt, lockedUntil: null, errorMessage, secrets: null },
      errorMessage,
    );
  }

  private messageOf(error: Error): string {
    return withoutSecrets(error.message, this.secrets).slice(0, MAX_ERROR_LENGTH);
  }

  /** Also called for a job whose process died, when no attempt is left. */
  async fail(error: Error): Promise<void> {
    const { row } = this;
    const now = this.clock.now();
    const message = this.messageOf(error);
    const { attempt, isLastAttempt } = this.told();
    const failed = { failedAt: isoTime(now), errorMessage: message, lockedUntil: null };
    const outcome = isLastAttempt ? 'is given up after' : 'failed at';
    const line = `Job ${row.handler} ${row.id} ${outcome} attempt ${attempt} of ${row.maxAttempts}: ${message}`;
    logger[isLastAttempt ? 'error' : 'warn'](line.slice(0, MAX_LINE_LENGTH));
    const delay = Math.min(row.retryDelaySeconds * 1000 * 2 ** (attempt - 1), MAX_DELAY_MS);
    const next: JobChange = isLastAttempt
      ? { ...failed, status: 'dead', secrets: null }
      : { ...failed, status: 'retrying', runAt: isoTime(now + delay) };
    await this.write(next, message);
  }

  private giveBackNow(): Promise<void> {
    const { attemptNumber } = this.row;
    return this.write({
      status: attemptNumber > 1 ? 'retrying' : 'pending',
      attemptNumber: attemptNumber - 1,
      lockedUntil: null,
    });
  }

  /** If `error` is given, the handler is told in the same unit how the attempt ended. */
  private async write(change: JobChange, error?: string | null): Promise<void> {
    const { row, handler } = this;
    let settle = error === undefined ? undefined : handler?.settle?.bind(handler);
    for (let tries = 1; tries <= WRITE_TRIES; tries += 1) {
      try {
        const told = settle;
        await this.store.change(row, change, told && ((tx) => told(tx, this.told(), error!)));
        return;
      } catch (failure) {
        logger.error(`The end of job ${row.handler} ${row.id} could not be written: ${String(failure)}`);
        if (failure instanceof DatabaseUnavailable) await sleep(PAUSE_BETWEEN_WRITES_MS, undefined, { ref: false });
        // A handler that cannot settle must not keep its job alive for ever.
        else settle = undefined;
      }
    }
  }
}
