import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, LessThanOrEqual, Repository } from 'typeorm';
import { Units } from '#application/kernel/units';
import type { JobState } from '#application/ports/job-queue';
import type { Transaction } from '#application/ports/transactions';
import { notAudited } from '#domain/kernel/act';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import type { JsonValue } from '#domain/schema/collection';
import type { Dialect } from '#sql/dialect/dialect';
import { JobEntity } from '../database/entities/job.entity';
import { ReadPool } from '../database/reads/read-pool';
import { managerOf, sqlOf } from '../database/lanes/transaction';

const BOOKKEEPING = notAudited(
  'What a job does is an act of its own; that it was claimed and ended stands in the job.',
);

const WAITS = `status IN ('pending', 'retrying') AND run_at <= $1`;
/** The job's process is gone, or has been silent for so long that it counts as gone. */
const LOST = `status = 'running' AND locked_until <= $1`;

const HAS_WORK = `SELECT id FROM jobs WHERE (${WAITS}) OR (${LOST}) LIMIT 1`;
const PURGE =
  'DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE status = $1 AND run_at <= $2 AND ' +
  'COALESCE(completed_at, failed_at) <= $2 LIMIT $3) RETURNING id';

/**
 * When several processes ask at once, each gets jobs of its own and none waits for another. SQLite counts placeholders as
 * they first appear.
 */
function claimText({ forUpdateSkipLocked }: Dialect): string {
  return (
    `WITH due AS (SELECT id FROM jobs WHERE (${WAITS}) OR (${LOST} AND attempt_number < max_attempts) ` +
    `ORDER BY run_at, id LIMIT $2${forUpdateSkipLocked}) ` +
    `UPDATE jobs SET status = 'running', started_at = $1, locked_until = $3, attempt_number = attempt_number + 1 ` +
    'WHERE id IN (SELECT id FROM due) RETURNING id'
  );
}

/** The columns that an attempt changes. */
export type JobChange = Partial<
  Pick<
    JobEntity,
    | 'status'
    | 'runAt'
    | 'completedAt'
    | 'failedAt'
    | 'lockedUntil'
    | 'errorMessage'
    | 'progress'
    | 'secrets'
    | 'attemptNumber'
  >
>;

@Injectable()
export class JobStore {
  constructor(
    private readonly units: Units,
    private readonly pool: ReadPool,
    @InjectRepository(JobEntity) private readonly jobs: Repository<JobEntity>,
  ) {}

  async insert(tx: Transaction, row: Omit<JobEntity, 'progress' | 'errorMessage'>): Promise<void> {
    await managerOf(tx).insert(JobEntity, row);
  }

  /** This is asked before anything is claimed, so that an idle server does not write. */
  async hasWork(now: string): Promise<boolean> {
    return (await this.pool.all(HAS_WORK, [now])).length > 0;
  }

  /** Takes up to `limit` jobs until `lockedUntil`, the ones that have waited longest, in their order. */
  claim(now: string, lockedUntil: string, limit: number): Promise<JobEntity[]> {
    return this.run(async (tx) => {
      const sql = sqlOf(tx);
      const claimed = await sql.all(claimText(sql.dialect), [now, limit, lockedUntil]);
      if (claimed.length === 0) return [];
      return managerOf(tx).find(JobEntity, {
        where: { id: In(claimed.map(({ id }) => id)) },
        order: { runAt: 'ASC', id: 'ASC' },
      });
    });
  }

  /** Lists the jobs that died with their process at their last attempt. */
  listWornOut(now: string, limit: number): Promise<JobEntity[]> {
    return this.jobs
      .createQueryBuilder('job')
      .where({ status: 'running', lockedUntil: LessThanOrEqual(now) })
      .andWhere('job.attempt_number >= job.max_attempts')
      .limit(limit)
      .getMany();
  }

  /** Resolves with false when the attempt is not this process's any more. When it still is, `also` runs in the same unit. */
  change(row: JobEntity, change: JobChange, also?: (tx: Transaction) => Promise<void>): Promise<boolean> {
    const { id, attemptNumber, lockedUntil } = row;
    return this.run(async (tx) => {
      const mine = { id, attemptNumber, lockedUntil, status: 'running' };
      const { affected } = await managerOf(tx).update(JobEntity, mine, change);
      if (affected !== 1) return false;
      await also?.(tx);
      return true;
    });
  }

  /** Deletes at most `limit` jobs that ended with `status` before `end`; resolves with how many there were. */
  purge(status: string, end: string, limit: number): Promise<number> {
    return this.run(async (tx) => (await sqlOf(tx).all(PURGE, [status, end, limit])).length);
  }

  async findLatest(handler: string, accountId: string): Promise<JobState | null> {
    return stateOf(await this.jobs.findOne({ where: { handler, accountId }, order: { id: 'DESC' } }));
  }

  async find(id: string): Promise<JobState | null> {
    return stateOf(await this.jobs.findOneBy({ id }));
  }

  private run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.units.run(systemContext('jobs', SYSTEM_ACCOUNT_ID), BOOKKEEPING, work);
  }
}

function stateOf(row: JobEntity | null): JobState | null {
  if (row === null) return null;
  const progress = row.progress === null ? null : (JSON.parse(row.progress) as JsonValue);
  return { id: row.id, status: row.status, progress, errorMessage: row.errorMessage };
}
