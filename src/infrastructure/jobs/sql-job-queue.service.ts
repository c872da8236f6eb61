import { Injectable } from '@nestjs/common';
import { type JobHandler, JobQueue, type JobState, type NewJob } from '#application/ports/job-queue';
import type { Transaction } from '#application/ports/transactions';
import { newId, timestampOfId } from '#domain/kernel/ids';
import { SecretBox } from '../crypto/secret-box';
import { JobRunner } from './job-runner.service';
import { JobStore } from './job.store';

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_DELAY_SECONDS = 60;

@Injectable()
export class SqlJobQueue extends JobQueue {
  constructor(
    private readonly store: JobStore,
    private readonly runner: JobRunner,
    private readonly box: SecretBox,
  ) {
    super();
  }

  override async add(tx: Transaction, job: NewJob): Promise<string> {
    const id = newId();
    await this.store.insert(tx, {
      id,
      handler: job.handler,
      payload: JSON.stringify(job.payload),
      secrets: job.secrets === undefined ? null : this.box.seal(JSON.stringify(job.secrets), id),
      status: 'pending',
      // Not that of its id, which may be ahead of a clock that was set back.
      runAt: tx.now,
      startedAt: null,
      completedAt: null,
      failedAt: null,
      lockedUntil: null,
      attemptNumber: 0,
      maxAttempts: job.maxAttempts ?? DEFAULT_ATTEMPTS,
      retryDelaySeconds: job.retryDelaySeconds ?? DEFAULT_DELAY_SECONDS,
      createdAt: timestampOfId(id),
      accountId: job.accountId,
    });
    tx.onSettled((outcome) => {
      if (outcome === 'committed') this.runner.wake();
    });
    return id;
  }

  override register(handler: JobHandler): void {
    this.runner.register(handler);
  }

  override hourly(work: (signal: AbortSignal) => Promise<void>): void {
    this.runner.hourly(work);
  }

  override find(id: string): Promise<JobState | null> {
    return this.store.find(id);
  }

  override findLatest(handler: string, accountId: string): Promise<JobState | null> {
    return this.store.findLatest(handler, accountId);
  }
}
