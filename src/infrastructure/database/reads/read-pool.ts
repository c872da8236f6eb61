import { FairQueue } from '#domain/kernel/fair-queue';
import type { SqlValue } from '#sql/sql-fragment';
import { DatabaseUnavailable } from '../errors/database-unavailable';
import type { ReadConnection } from './read-connection';
import type { Row } from '../sql-connection';

const NO_VALUES: readonly SqlValue[] = [];
/**
 * Beyond these, callers would wait longer than anybody listens, and the statements themselves would fill the memory.
 */
const MAX_WAITING = { perOwner: 1000, total: 10_000 };

interface Waiting {
  readonly text: string;
  readonly values: readonly SqlValue[];
  readonly owner: string | undefined;
  readonly resolve: (rows: Row[]) => void;
  readonly reject: (error: unknown) => void;
}

/** A connection, and the owner of the statement that it runs. */
interface Seat {
  readonly connection: ReadConnection;
  /** Also undefined while it is idle. */
  owner: string | undefined;
}

/**
 * Hands each statement to an idle read-only connection, or lets it wait for its turn. One owner never holds all
 * connections, so that slow reads of one tenant leave one for the others. The connection used last is used first, so
 * that under light load its page cache and prepared statements stay warm.
 */
export class ReadPool {
  private readonly seats: readonly Seat[];
  private readonly idle: Seat[];
  private readonly seatsPerOwner: number;
  /** The system's own reads come first, without limit: every request needs them, and they are short. */
  private readonly waiting = new FairQueue<Waiting>(MAX_WAITING);
  private closed = false;
  private onIdle: (() => void) | null = null;
  private readonly mayRun = (owner: string): boolean => {
    // An owner at the limit leaves one connection at most.
    if (this.idle.length > 1) return true;
    let held = 0;
    for (const seat of this.seats) if (seat.owner === owner) held += 1;
    return held < this.seatsPerOwner;
  };

  constructor(connections: readonly ReadConnection[]) {
    this.seats = connections.map((connection) => ({ connection, owner: undefined }));
    this.idle = [...this.seats];
    this.seatsPerOwner = Math.max(1, connections.length - 1);
  }

  /**
   * `owner`: the one whose reads share the limit; undefined for the system's own reads. Rejects with DomainError
   * QUERY_TIMEOUT when interrupted, QUERY_TOO_COMPLEX when the answer is too large, DatabaseUnavailable when the
   * connection is lost or too many wait.
   */
  all(text: string, values: readonly SqlValue[] = NO_VALUES, owner?: string): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(new DatabaseUnavailable('The database is closed'));
        return;
      }
      const seat = owner === undefined || this.mayRun(owner) ? this.idle.pop() : undefined;
      if (seat !== undefined) this.start(seat, text, values, owner, resolve, reject);
      else if (this.waiting.add(owner, { text, values, owner, resolve, reject }) === undefined) {
        reject(new DatabaseUnavailable('The database is busy'));
      }
    });
  }

  /** Statements that run finish, or are stopped at their time limit; statements that wait are refused. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (let left = this.waiting.take(always); left !== undefined; left = this.waiting.take(always)) {
      left.reject(new DatabaseUnavailable('The database is closed'));
    }
    if (this.idle.length < this.seats.length) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await Promise.all(this.seats.map(({ connection }) => connection.close()));
  }

  private start(
    seat: Seat,
    text: string,
    values: readonly SqlValue[],
    owner: string | undefined,
    resolve: (rows: Row[]) => void,
    reject: (error: unknown) => void,
  ): void {
    seat.owner = owner;
    seat.connection.run(text, values, (error, rows) => {
      // The connection continues before the caller does: its next statement runs while this answer is presented.
      this.release(seat);
      if (error === null) resolve(rows);
      else reject(error);
    });
  }

  private release(seat: Seat): void {
    seat.owner = undefined;
    const next = this.waiting.size > 0 ? this.waiting.take(this.mayRun) : undefined;
    if (next !== undefined) {
      this.start(seat, next.text, next.values, next.owner, next.resolve, next.reject);
      return;
    }
    this.idle.push(seat);
    if (this.idle.length === this.seats.length) this.onIdle?.();
  }
}

function always(): boolean {
  return true;
}
