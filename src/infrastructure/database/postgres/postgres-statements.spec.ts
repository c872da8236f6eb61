import { Client } from 'pg';
import { POSTGRES, type TemporaryDatabase } from '../../../../test/support/engines';
import type { Row } from '../sql-connection';
import { PostgresStatements } from './postgres-statements';

const LIMIT = 3;

describe.each([POSTGRES])('prepared statements of $name', ({ create }) => {
  let place: TemporaryDatabase;
  let client: Client;
  let statements: PostgresStatements;

  beforeEach(async () => {
    place = await create();
    client = new Client({ connectionString: place.target.kind === 'postgres' ? place.target.url : '' });
    await client.connect();
    statements = new PostgresStatements(client, LIMIT);
  });

  afterEach(async () => {
    await client.end();
    await place.remove();
  });

  function run(text: string, values: readonly number[] = []): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      statements.run(text, values, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    });
  }

  async function prepared(): Promise<number> {
    const { rows } = await client.query<{ n: number }>('SELECT count(*)::integer AS n FROM pg_prepared_statements');
    return rows[0]!.n;
  }

  it('keeps no more statements on the server than its limit, and answers with all of them', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < LIMIT * 2; n += 1) {
        expect(await run(`SELECT ${n} + $1::integer AS n`, [round])).toEqual([{ n: n + round }]);
      }
    }
    expect(statements.size).toBe(LIMIT);
    expect(await prepared()).toBe(LIMIT);
  });

  it('prepares a text that failed before, once its names exist', async () => {
    await expect(run('SELECT n FROM later')).rejects.toThrow('later');
    await client.query('CREATE TABLE later (n integer)');
    expect(await run('SELECT n FROM later')).toEqual([]);
  });
});
