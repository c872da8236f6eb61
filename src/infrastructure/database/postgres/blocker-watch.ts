import type { ReadPool } from '../reads/read-pool';
import { SCHEMA_LOCK } from './advisory-locks';

/** A session that others wait for and that waits for nobody. */
export interface Blocker {
  /** 0: a prepared transaction, which has no process. */
  readonly pid: number;
  /** What the session calls itself, or what kind of process it is. */
  readonly name: string;
}

const LOOK_MS = 200;

/** Starts with the session that changes the schema, or waits to do so, and follows who waits for whom to the ends. */
const BLOCKERS = `
WITH RECURSIVE changing AS (
  SELECT pid FROM pg_locks
  WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32 | objid::bigint) = ${SCHEMA_LOCK}
), waited_for(pid) AS (
  SELECT unnest(pg_blocking_pids(pid)) FROM changing
  UNION
  SELECT unnest(pg_blocking_pids(pid)) FROM waited_for
)
SELECT waited_for.pid AS pid, coalesce(nullif(session.application_name, ''), session.backend_type) AS name
FROM waited_for LEFT JOIN pg_stat_activity AS session ON session.pid = waited_for.pid
WHERE cardinality(pg_blocking_pids(waited_for.pid)) = 0
ORDER BY waited_for.pid`;

/** Looks again and again who keeps the schema change waiting: when its wait is over, that cannot be found out any more. */
export class BlockerWatch {
  /** At the last look that found any. */
  seen: readonly Blocker[] = [];
  private readonly timer = setInterval(() => void this.look(), LOOK_MS);
  private isLooking = false;

  constructor(private readonly reads: ReadPool) {}

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      const rows = await this.reads.all(BLOCKERS);
      if (rows.length > 0) this.seen = rows.map(toBlocker);
    } catch {
      // The change fails for the same reason, or goes on without being watched.
    }
    this.isLooking = false;
  }
}

function toBlocker(row: Readonly<Record<string, unknown>>): Blocker {
  const pid = Number(row['pid']);
  if (pid === 0) return { pid, name: 'a prepared transaction' };
  return { pid, name: typeof row['name'] === 'string' ? row['name'] : 'without a name' };
}
