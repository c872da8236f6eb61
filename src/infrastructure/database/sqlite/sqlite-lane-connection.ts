import { setTimeout } from 'node:timers/promises';
import type { Database } from 'sqlite3';
import type { DataSource, EntityManager } from 'typeorm';
import { sqlite } from '#sql/dialect/sqlite';
import type { SqlValue } from '#sql/sql-fragment';
import { driverErrorOf } from '../errors/driver-error';
import type { LaneConnection } from '../lanes/lane-connection';
import type { Row, SqlConnection } from '../sql-connection';
import { IdleCheckpoint } from './idle-checkpoint';
import { SqliteStatements } from './sqlite-statements';
import type { StatementWatch, Watched } from './statement-watch';

/** How long lock contention is waited out before a writer is told that the database is busy. */
const LOCK_WAIT_MS = 30_000;
/** A lane that had to wait for another process within this time leaves it a gap after each commit, so that it gets its turn. */
const CONTENDED_FOR_MS = 1_000;
/** Longer than the pauses between two tries of the other process. */
const GAP_MS = 3;
/** After these the engine may have rolled the whole transaction back (sqlite.org/lang_transaction.html §2.2). */
const ROLLING_BACK = ['SQLITE_INTERRUPT', 'SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_NOMEM', 'SQLITE_BUSY'];

/** The one writing connection of a SQLite database: TypeORM's own, so that entities and our statements share units. */
export class SqliteLaneConnection implements LaneConnection, SqlConnection, Watched {
  readonly dialect = sqlite;
  readonly sql: SqlConnection = this;
  readonly lost = false;
  readonly statementsAreAtomic = true;
  readonly manager: EntityManager;
  runningSince = 0;
  private readonly statements: SqliteStatements;
  private running = 0;
  private exclusive = false;
  private undone: Error | null = null;
  private lastContention = -Infinity;
  /** PASSIVE waits for nobody, so it holds up no write that comes meanwhile for longer than the copy takes. */
  private readonly checkpoint = new IdleCheckpoint(() => this.send('PRAGMA wal_checkpoint(PASSIVE)', []));

  constructor(
    private readonly database: Database,
    private readonly dataSource: DataSource,
    private readonly watch: StatementWatch,
  ) {
    const runner = dataSource.createQueryRunner();
    // The lane begins and commits; a runner that believes in a running transaction never begins one of its own.
    Object.assign(runner, { isTransactionActive: true });
    this.manager = runner.manager;
    this.statements = new SqliteStatements(database);
    watch.add(this);
  }

  /** Refuses to go on where the engine rolled the transaction back: the statement would commit on its own. */
  async all(text: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    if (this.undone !== null) throw this.undone;
    if (this.running === 0 && !this.exclusive) this.runningSince = performance.now();
    this.running += 1;
    try {
      return await this.send(text, values);
    } catch (error) {
      const driverError = driverErrorOf(error);
      if (driverError !== null && ROLLING_BACK.includes(driverError.code)) this.undone = driverError;
      throw error;
    } finally {
      this.running -= 1;
      this.runningSince = this.running === 0 || this.exclusive ? 0 : performance.now();
    }
  }

  interrupt(): void {
    this.database.interrupt();
  }

  async begin(exclusive: boolean): Promise<void> {
    this.undone = null;
    this.exclusive = exclusive;
    // It takes effect only outside transactions, and rebuilding a table needs it off.
    if (exclusive) await this.send('PRAGMA foreign_keys = OFF', []);
    const asked = performance.now();
    if (asked - this.lastContention < CONTENDED_FOR_MS) await setTimeout(GAP_MS);
    for (;;) {
      try {
        await this.send('BEGIN IMMEDIATE', []);
        this.checkpoint.began();
        return;
      } catch (error) {
        const now = performance.now();
        if (driverErrorOf(error)?.code !== 'SQLITE_BUSY' || now - asked > LOCK_WAIT_MS) throw error;
        this.lastContention = now;
      }
    }
  }

  async commit(): Promise<void> {
    if (this.undone !== null) throw this.undone;
    if (this.exclusive) {
      const [broken] = await this.send('PRAGMA foreign_key_check', []);
      if (broken) throw new Error(`The schema change breaks a reference from ${String(broken['table'])}`);
    }
    await this.send('COMMIT', []);
    await this.ended();
  }

  async rollback(): Promise<void> {
    try {
      await this.send('ROLLBACK', []);
    } catch {
      // No transaction is active: the engine rolled back on its own.
    }
    await this.ended();
  }

  async savepoint(): Promise<void> {
    await this.send('SAVEPOINT unit', []);
  }

  async release(): Promise<void> {
    if (this.undone !== null) throw this.undone;
    await this.send('RELEASE unit', []);
  }

  async rollbackToSavepoint(): Promise<void> {
    await this.send('ROLLBACK TO unit', []);
    await this.send('RELEASE unit', []);
    this.undone = null;
  }

  async close(): Promise<void> {
    this.watch.remove(this);
    this.checkpoint.close();
    this.statements.clear();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  private async ended(): Promise<void> {
    this.undone = null;
    this.checkpoint.ended();
    if (!this.exclusive) return;
    this.exclusive = false;
    await this.send('PRAGMA foreign_keys = ON', []);
  }

  private send(text: string, values: readonly SqlValue[]): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.statements.run(text, values, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    });
  }
}
