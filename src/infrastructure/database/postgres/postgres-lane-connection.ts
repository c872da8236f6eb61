import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { postgres } from '#sql/dialect/postgres';
import type { SqlValue } from '#sql/sql-fragment';
import type { LaneConnection } from '../lanes/lane-connection';
import type { Row, SqlConnection } from '../sql-connection';
import { SCHEMA_LOCK } from './advisory-locks';
import { PostgresStatements } from './postgres-statements';

/** How long a transaction waits for a schema change of another one. */
const LOCK_WAIT_MS = 30_000;

/** The connection of one lane: TypeORM's query runner and our statements share its client. */
export class PostgresLaneConnection implements LaneConnection, SqlConnection {
  readonly dialect = postgres;
  readonly sql: SqlConnection = this;
  readonly manager: EntityManager;
  /** A failing statement aborts everything up to the last savepoint. */
  readonly statementsAreAtomic = false;
  private readonly statements: PostgresStatements;
  private readonly beginText: string;
  private broken = false;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly client: PoolClient,
    statementTimeoutMs: number,
  ) {
    this.manager = runner.manager;
    this.statements = new PostgresStatements(client);
    this.beginText =
      `BEGIN; SET LOCAL statement_timeout = ${LOCK_WAIT_MS}; SELECT pg_advisory_xact_lock_shared(${SCHEMA_LOCK}); ` +
      `SET LOCAL statement_timeout = ${statementTimeoutMs}`;
    client.on('error', () => (this.broken = true));
    client.on('end', () => (this.broken = true));
  }

  static async open(dataSource: DataSource, statementTimeoutMs: number): Promise<PostgresLaneConnection> {
    const runner = dataSource.createQueryRunner('master');
    const client = (await runner.connect()) as PoolClient;
    // The lane begins and commits; a runner that believes in a running transaction never begins one of its own.
    Object.assign(runner, { isTransactionActive: true });
    return new PostgresLaneConnection(runner, client, statementTimeoutMs);
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
    await this.client.query(
      exclusive
        ? `BEGIN; SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(${SCHEMA_LOCK})`
        : this.beginText,
    );
  }

  async commit(): Promise<void> {
    const { command } = await this.client.query('COMMIT');
    // The server answers COMMIT of an aborted transaction with success and this word.
    if (command === 'ROLLBACK') throw new Error('The transaction was aborted by an error that its unit did not report');
  }

  async rollback(): Promise<void> {
    if (this.broken) return;
    try {
      await this.client.query('ROLLBACK');
    } catch {
      // A transaction that cannot even be rolled back is gone, but the connection is not trusted again.
      this.broken = true;
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
    await this.runner.release();
  }
}
