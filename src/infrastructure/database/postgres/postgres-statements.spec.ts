import { Client } from 'pg';
import { POSTGRES, type TemporaryDatabase } from '../../../../test/support/engines';
import type { Row } from '../sql-connection';
import { LONGEST_KEPT, weightOf } from '../statement-bounds';
import { PostgresStatements } from './postgres-statements';

const LIMIT = 3;
/** None of the texts here is long enough to weigh more than the least. */
const BYTES = LIMIT * weightOf('');

describe.each([POSTGRES])('prepared statements of $name', ({ create }) => {
  let place: TemporaryDatabase;
  let client: Client;
  let statements: PostgresStatements;

  beforeEach(async () => {
    place = await create();
    client = new Client({ connectionString: place.target.kind === 'postgres' ? place.target.url : '' });
    await client.connect();
    statements = new PostgresStatements(client, BYTES);
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

  it('keeps fewer statements of long texts, and none that is too long', async () => {
    const padded = (n: number, length: number): string => `SELECT ${n} + $1::integer AS n /* ${'x'.repeat(length)} */`;
    for (let n = 0; n < LIMIT; n += 1) expect(await run(padded(n, weightOf('')), [1])).toEqual([{ n: n + 1 }]);
    expect(await prepared()).toBeLessThan(LIMIT);
    const before = statements.size;
    for (let round = 0; round < 2; round += 1)
      expect(await run(padded(7, LONGEST_KEPT), [round])).toEqual([{ n: 7 + round }]);
    expect([statements.size, await prepared()]).toEqual([before, before]);
  });

  it('prepares a text that failed before, once its names exist', async () => {
    await expect(run('SELECT n FROM later')).rejects.toThrow('later');
    await client.query('CREATE TABLE later (n integer)');
    expect(await run('SELECT n FROM later')).toEqual([]);
  });
});
