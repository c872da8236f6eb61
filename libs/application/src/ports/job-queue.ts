/** Durable background work: written in the unit that causes it, run after the commit, again after a failure or a crash. */
import type { JsonValue } from '#domain/schema/collection';
import type { Transaction } from './transactions';

export interface NewJob {
  /** The name of a registered JobHandler. */
  readonly handler: string;
  /** Visible to operators: no secrets. */
  readonly payload: JsonValue;
  /** Encrypted while the job lives and deleted when it ends, so that neither operators nor backups can reveal them. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly accountId: string | null;
  /** 3 by default. */
  readonly maxAttempts?: number;
  /** Seconds before the second attempt, doubled each time; 60 by default. */
  readonly retryDelaySeconds?: number;
}

export interface JobAttempt {
  readonly id: string;
  readonly payload: JsonValue;
  readonly accountId: string | null;
  /** Counted from 1. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
}

export interface RunningJob extends JobAttempt {
  readonly secrets: Readonly<Record<string, string>>;
  /** Aborted when the server stops (a job that rejects then is given back and has not failed) or the job's time is over. */
  readonly signal: AbortSignal;
  /** Shows progress and renews the job's time: without a report it ends after SNACKBASE_JOB_EXECUTION_TIMEOUT. */
  report(progress: JsonValue): Promise<void>;
}

/** A handler rejects with it when its work is not to be done after all: the job ends, and no attempt follows. */
export class JobDeclined extends Error {}

export interface JobHandler {
  readonly name: string;
  /** May run more than once for one job, so its work must tolerate repetition. A rejection is a failed attempt. */
  run(job: RunningJob): Promise<void>;

  /**
   * Runs in the unit that records how an attempt ended. `error`: null, or what went wrong or why the job was declined, free of
   * its secrets. It is also called for the last attempt of a job whose process died.
   */
  settle?(tx: Transaction, job: JobAttempt, error: string | null): Promise<void>;
}

export interface JobState {
  readonly id: string;
  readonly status: string;
  readonly progress: JsonValue;
  readonly errorMessage: string | null;
}

export abstract class JobQueue {
  /** Resolves with the job's id. */
  abstract add(tx: Transaction, job: NewJob): Promise<string>;

  abstract register(handler: JobHandler): void;

  /**
   * Calls `work` when the server has started and every hour, in each process that takes jobs. `signal`: aborted when the
   * server stops.
   */
  abstract hourly(work: (signal: AbortSignal) => Promise<void>): void;

  /** null: there is none, or none any more. */
  abstract find(id: string): Promise<JobState | null>;

  /** The newest job of this handler for the account; null: there is none. */
  abstract findLatest(handler: string, accountId: string): Promise<JobState | null>;
}
