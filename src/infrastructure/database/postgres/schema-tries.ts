import { setTimeout } from 'node:timers/promises';
import { DomainError } from '#domain/kernel/errors';
import type { ReadPool } from '../reads/read-pool';
import { BlockerWatch, type Blocker } from './blocker-watch';
import { CHANGE_LOCK_WAIT_MS } from './time-limits';

const TRIES = 4;

/**
 * Tries a schema change again where a transaction of somebody else locks what it needs. Each try keeps writers out for the time
 * of one wait at most, and between the tries they have as long for themselves.
 */
export class SchemaTries {
  constructor(private readonly reads: ReadPool) {}

  async run<T>(attempt: () => Promise<T>): Promise<T> {
    const blockers = new BlockerWatch(this.reads);
    try {
      for (let left = TRIES - 1; left > 0; left -= 1) {
        try {
          return await attempt();
        } catch (error) {
          if (!isLocked(error)) throw error;
        }
        await setTimeout(CHANGE_LOCK_WAIT_MS);
      }
      return await attempt();
    } catch (error) {
      throw isLocked(error) ? inTheWay(blockers.seen) : error;
    } finally {
      blockers.stop();
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'DATABASE_LOCKED';
}

function inTheWay(blockers: readonly Blocker[]): DomainError {
  const who = blockers.map(({ pid, name }) => (pid === 0 ? name : `process ${pid} (${name})`)).join(', ');
  const message = `Nothing was changed, because a transaction locks what is to be changed${who === '' ? '' : `: ${who}`}`;
  return new DomainError('SCHEMA_BUSY', 'unavailable', message, {
    hint: 'Try again when the transaction has ended, or end it: SELECT pg_terminate_backend(<process>).',
  });
}
