import type { SqlValue } from '#sql/sql-fragment';
import { DatabaseUnavailable } from '../errors/database-unavailable';
import type { Row } from '../sql-connection';
import type { ReadConnection } from './read-connection';
import { ReadQueue } from './read-queue';
import { ReadSeats, type Seat } from './read-seats';

const NO_VALUES: readonly SqlValue[] = [];

interface Waiting {
  readonly text: string;
  readonly values: readonly SqlValue[];
  readonly account: string | undefined;
  readonly isStranger: boolean;
  readonly resolve: (rows: Row[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hands each statement to an idle read-only connection, or lets it wait for its turn. No account holds all connections, so
 * that its slow reads leave one for the others, and accounts together leave one for the system (`read-seats.ts`). Where
 * there are two connections accounts share one of them, and where there is only one everybody does.
 */
export class ReadPool {
  private readonly seats: ReadSeats;
  private readonly waiting = new ReadQueue<Waiting>();
  private closed = false;
  private onIdle: (() => void) | null = null;
  private readonly mayRun = (account: string, isStranger: boolean): boolean => this.seats.mayHold(account, isStranger);

  constructor(connections: readonly ReadConnection[]) {
    this.seats = new ReadSeats(connections);
  }

  /**
   * `account`: the one whose reads share the limit; undefined for the system's own reads. `isStranger`: somebody who is not
   * a member of it reads. Rejects with DomainError QUERY_TIMEOUT when interrupted, QUERY_TOO_COMPLEX when the answer is too
   * large, DatabaseUnavailable when the connection is lost or too many wait.
   */
  all(
    text: string,
    values: readonly SqlValue[] = NO_VALUES,
    account?: string,
    isStranger: boolean = false,
  ): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(new DatabaseUnavailable('The database is closed'));
        return;
      }
      const mayRun = account === undefined || this.mayRun(account, isStranger);
      const seat = mayRun ? this.seats.take(account, isStranger) : undefined;
      if (seat !== undefined) this.start(seat, text, values, resolve, reject);
      else if (!this.waiting.add({ text, values, account, isStranger, resolve, reject })) {
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
    if (!this.seats.areIdle) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await this.seats.close();
  }

  private start(
    seat: Seat,
    text: string,
    values: readonly SqlValue[],
    resolve: (rows: Row[]) => void,
    reject: (error: unknown) => void,
  ): void {
    seat.connection.run(text, values, (error, rows) => {
      // The connection continues before the caller does: its next statement runs while this answer is presented.
      this.release(seat);
      if (error === null) resolve(rows);
      else reject(error);
    });
  }

  private release(seat: Seat): void {
    this.seats.leave(seat);
    const next = this.waiting.size > 0 ? this.waiting.take(this.mayRun) : undefined;
    if (next !== undefined) {
      this.seats.occupy(seat, next.account, next.isStranger);
      this.start(seat, next.text, next.values, next.resolve, next.reject);
      return;
    }
    this.seats.rest(seat);
    if (this.seats.areIdle) this.onIdle?.();
  }
}

function always(): boolean {
  return true;
}
