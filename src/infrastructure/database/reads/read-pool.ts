import { DomainError } from '#domain/kernel/errors';
import type { SqlValue } from '#sql/sql-fragment';
import { CannotConnect, DatabaseUnavailable } from '../errors/database-unavailable';
import type { Row } from '../sql-connection';
import type { ReadConnection } from './read-connection';
import { ReadQueue } from './read-queue';
import { ReadSeats, type Seat } from './read-seats';

const NO_VALUES: readonly SqlValue[] = [];

interface Statement {
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
 * there are two connections accounts share one of them, and where there is only one everybody does. While no more connections
 * can be opened, those that are open serve everybody; a statement fails for want of a connection only where none is left.
 */
export class ReadPool {
  private readonly seats: ReadSeats;
  private readonly waiting = new ReadQueue<Statement>();
  private closed = false;
  private onIdle: (() => void) | null = null;
  private readonly mayRun = (account: string, isStranger: boolean): boolean => this.seats.mayHold(account, isStranger);

  constructor(connections: readonly ReadConnection[]) {
    this.seats = new ReadSeats(connections);
  }

  /**
   * `account`: the one whose reads share the limit; undefined for the system's own reads. `isStranger`: somebody who is not
   * a member of it reads. Rejects with DomainError QUERY_TIMEOUT when interrupted, QUERY_TOO_COMPLEX when the answer is too
   * large, DATABASE_LOCKED when another session locks what is read, DatabaseUnavailable when the connection is lost, too many
   * wait or a read of the system is interrupted.
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
      this.serve({ text, values, account, isStranger, resolve, reject });
    });
  }

  /** Statements that run finish, or are stopped at their time limit; statements that wait are refused. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.refuseWaiting(new DatabaseUnavailable('The database is closed'));
    if (!this.seats.areIdle) await new Promise<void>((resolve) => (this.onIdle = resolve));
    await this.seats.close();
  }

  private serve(statement: Statement): void {
    const { account, isStranger } = statement;
    const mayRun = account === undefined || this.mayRun(account, isStranger);
    const seat = mayRun ? this.seats.take(account, isStranger) : undefined;
    if (seat !== undefined) this.start(seat, statement);
    else if (!this.waiting.add(statement)) statement.reject(new DatabaseUnavailable('The database is busy'));
  }

  private start(seat: Seat, statement: Statement): void {
    seat.connection.run(statement.text, statement.values, (error, rows) => {
      if (error instanceof CannotConnect) {
        this.serveElsewhere(seat, statement, error);
        return;
      }
      // The connection continues before the caller does: its next statement runs while this answer is presented.
      this.release(seat);
      if (error === null) statement.resolve(rows);
      else statement.reject(statement.account === undefined ? asLookup(error) : error);
    });
  }

  /** Nothing was sent. Another seat runs the statement, unless there is none with a connection. */
  private serveElsewhere(seat: Seat, statement: Statement, error: CannotConnect): void {
    this.seats.leave(seat);
    this.seats.setBack();
    this.seats.rest(seat);
    if (this.seats.anyServes) {
      this.serve(statement);
    } else {
      statement.reject(error);
      this.refuseWaiting(error);
    }
    if (this.seats.areIdle) this.onIdle?.();
  }

  private release(seat: Seat): void {
    this.seats.leave(seat);
    const next = this.waiting.size > 0 ? this.waiting.take(this.mayRun) : undefined;
    if (next !== undefined && this.seats.mayGoOn(seat)) {
      this.seats.occupy(seat, next.account, next.isStranger);
      this.start(seat, next);
      return;
    }
    this.seats.rest(seat);
    if (next !== undefined) this.serve(next);
    if (this.seats.areIdle) this.onIdle?.();
  }

  private refuseWaiting(error: DatabaseUnavailable): void {
    for (let left = this.waiting.take(always); left !== undefined; left = this.waiting.take(always)) left.reject(error);
  }
}

/** Nobody can narrow what the server looks up for itself. */
function asLookup(error: unknown): unknown {
  if (!(error instanceof DomainError) || error.code !== 'QUERY_TIMEOUT') return error;
  return new DatabaseUnavailable('The database took too long to answer', { cause: error });
}

function always(): boolean {
  return true;
}
