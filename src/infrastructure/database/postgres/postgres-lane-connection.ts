import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { postgres } from '#sql/dialect/postgres';
import type { SqlValue } from '#sql/sql-fragment';
import { CannotConnect, DatabaseUnavailable } from '../errors/database-unavailable';
import { isReadOnlySession } from '../errors/driver-error';
import type { LaneConnection } from '../lanes/lane-connection';
import type { Row, SqlConnection } from '../sql-connection';
import { SCHEMA_LOCK } from './advisory-locks';
import { type ClientWatch, cut } from './client-watch';
import { PostgresStatements } from './postgres-statements';
import { CHANGE_LOCK_WAIT_MS, answerLimitOf, lockWaitOf } from './time-limits';

/** The driver's own connection, which tells every error of the server, whoever sent the statement. */
interface Telling {
  readonly connection: NodeJS.EventEmitter;
}

const BEGIN_EXCLUSIVE =
  `BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = ${CHANGE_LOCK_WAIT_MS}; ` +
  `SELECT pg_advisory_xact_lock(${SCHEMA_LOCK})`;

/** The connection of one lane: TypeORM's query runner and our statements share its client. */
export class PostgresLaneConnection implements LaneConnection, SqlConnection {
  readonly dialect = postgres;
  readonly sql: SqlConnection = this;
  readonly manager: EntityManager;
  /** A failing statement aborts everything up to the last savepoint. */
  readonly statementsAreAtomic = false;
  private readonly statements: PostgresStatements;
  private readonly beginText: string;
  private readonly answerLimitMs: number;
  private broken = false;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
    private readonly watch: ClientWatch,
    statementTimeoutMs: number,
  ) {
    this.manager = runner.manager;
    this.statements = new PostgresStatements(client);
    this.answerLimitMs = answerLimitOf(statementTimeoutMs);
    this.beginText =
      `BEGIN; SELECT pg_advisory_xact_lock_shared(${SCHEMA_LOCK}); ` +
      `SET LOCAL statement_timeout = ${statementTimeoutMs}; SET LOCAL lock_timeout = ${lockWaitOf(statementTimeoutMs)}`;
    client.on('error', () => (this.broken = true));
    client.on('end', () => (this.broken = true));
    // A session that has become read-only stays so, where another one may find the new primary.
    (client as unknown as Telling).connection.on('errorMessage', (error) => {
      if (isReadOnlySession(error)) this.broken = true;
    });
  }

  static async open(
    dataSource: DataSource,
    watch: ClientWatch,
    statementTimeoutMs: number,
  ): Promise<PostgresLaneConnection> {
    const runner = dataSource.createQueryRunner('master');
    const client = await connected(runner);
    // The lane begins and commits; a runner that believes in a running transaction never begins one of its own.
    Object.assign(runner, { isTransactionActive: true });
    return new PostgresLaneConnection(runner, client, watch, statementTimeoutMs);
  }

  get lost(): boolean {
    return this.broken;
  }

  all(text: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.statements.run(text, values, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    });
  }

  async begin(exclusive: boolean): Promise<void> {
    this.watch.limit(this.client, null);
    await this.client.query(exclusive ? BEGIN_EXCLUSIVE : this.beginText);
    if (!exclusive) this.watch.limit(this.client, this.answerLimitMs);
  }

  async commit(): Promise<void> {
    this.watch.limit(this.client, null);
    const { command } = await this.client.query('COMMIT');
    // The server answers COMMIT of an aborted transaction with success and this word.
    if (command === 'ROLLBACK') throw new Error('The transaction was aborted by an error that its unit did not report');
  }

  async rollback(): Promise<void> {
    if (this.broken) {
      cut(this.client);
      return;
    }
    try {
      await this.client.query('ROLLBACK');
    } catch {
      // A transaction that cannot even be rolled back is gone, but the connection is not trusted again.
      this.broken = true;
      cut(this.client);
    }
  }

  async savepoint(): Promise<void> {
    await this.client.query('SAVEPOINT unit');
  }

  async release(): Promise<void> {
    await this.client.query('RELEASE unit');
  }

  async rollbackToSavepoint(): Promise<void> {
    await this.client.query('ROLLBACK TO unit; RELEASE unit');
  }

  async close(): Promise<void> {
    Object.assign(this.runner, { isTransactionActive: false });
    if (this.broken) cut(this.client);
    await this.runner.release();
  }
}

async function connected(runner: QueryRunner): Promise<PoolClient> {
  try {
    return (await runner.connect()) as PoolClient;
  } catch (cause) {
    throw cause instanceof DatabaseUnavailable ? cause : new CannotConnect('The database cannot be reached', { cause });
  }
}
