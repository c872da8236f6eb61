import { Client } from 'pg';
import type { SqlValue } from '#sql/sql-fragment';
import type { ReadConnection, RowsCallback } from '../reads/read-connection';
import { CannotConnect } from '../errors/database-unavailable';
import { isStaleStatement } from '../errors/driver-error';
import { translateError } from '../errors/translate-error';
import { AnswerWatch } from './answer-watch';
import { beginSession } from './begin-session';
import { clientConfig } from './client-config';
import { type ClientWatch, cut } from './client-watch';
import { PostgresStatements } from './postgres-statements';
import { readerSettings } from './session-settings';
import { answerLimitOf } from './time-limits';

/** The statements themselves keep to the limit, as far as they can know; this is for what they cannot. */
const WATCHED = 2;

interface Open {
  readonly client: Client;
  readonly statements: PostgresStatements;
  readonly watch: AnswerWatch;
}

/** One read-only connection, opened at its first use and again after it was lost. */
export class PostgresReader implements ReadConnection {
  private open: Open | null = null;

  constructor(
    private readonly url: string,
    private readonly watch: ClientWatch,
    private readonly statementTimeoutMs: number,
    private readonly answerBytes: number,
  ) {}

  get isOpen(): boolean {
    return this.open !== null;
  }

  run(text: string, values: readonly SqlValue[], done: RowsCallback): void {
    if (this.open !== null) {
      this.send(this.open, text, values, done);
      return;
    }
    this.connect().then(
      (open) => this.send(open, text, values, done),
      (cause: unknown) => done(new CannotConnect('The database cannot be reached', { cause }), []),
    );
  }

  async close(): Promise<void> {
    await this.open?.client.end();
    this.open = null;
  }

  private send({ statements, watch }: Open, text: string, values: readonly SqlValue[], done: RowsCallback): void {
    watch.restart();
    statements.run(text, values, (error, rows) => {
      if (error === null) done(null, rows);
      // A table was altered after the statement was prepared; it is forgotten now and prepared again.
      else if (isStaleStatement(error)) this.run(text, values, done);
      else done(translateError(error, 'query'), []);
    });
  }

  private async connect(): Promise<Open> {
    const client = new Client(clientConfig(this.url));
    client.on('error', () => this.forget(client));
    client.on('end', () => this.forget(client));
    await client.connect();
    this.watch.add(client, answerLimitOf(this.statementTimeoutMs));
    try {
      await beginSession(client, readerSettings(this.statementTimeoutMs));
    } catch (error) {
      cut(client);
      throw error;
    }
    const watch = new AnswerWatch(client, WATCHED * this.answerBytes, () => this.forget(client));
    this.open = { client, statements: new PostgresStatements(client), watch };
    return this.open;
  }

  private forget(client: Client): void {
    if (this.open?.client === client) this.open = null;
  }
}
