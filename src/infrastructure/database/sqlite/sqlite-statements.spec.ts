import { Database } from 'sqlite3';
import type { Row } from '../sql-connection';
import { LONGEST_KEPT, weightOf } from '../statement-bounds';
import { closeSqlite } from './open-sqlite';
import { SqliteStatements } from './sqlite-statements';

const LIMIT = 3;
/** None of the texts here is long enough to weigh more than the least. */
const BYTES = LIMIT * weightOf('');

describe('SqliteStatements', () => {
  let database: Database;
  let statements: SqliteStatements;

  beforeEach(() => {
    database = new Database(':memory:');
    statements = new SqliteStatements(database, BYTES);
  });

  function run(text: string, values: readonly number[] = []): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      statements.run(text, values, (error, rows) => (error === null ? resolve(rows) : reject(error)));
    });
  }

  it('keeps no more statements than its limit and answers with all of them', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let n = 0; n < LIMIT * 2; n += 1)
        expect(await run(`SELECT ${n} + ? AS n`, [round])).toEqual([{ n: n + round }]);
    }
    expect(statements.size).toBe(LIMIT);
    // Only finalised statements let a connection close.
    statements.clear();
    await expect(closeSqlite(database)).resolves.toBeUndefined();
  });

  it('answers calls that were made before their statement was evicted', async () => {
    const answers = await Promise.all(Array.from({ length: LIMIT * 4 }, (_, n) => run(`SELECT ${n} AS n`)));
    expect(answers).toEqual(Array.from({ length: LIMIT * 4 }, (_, n) => [{ n }]));
    statements.clear();
    await closeSqlite(database);
  });

  it('keeps fewer statements of long texts, and none that is too long', async () => {
    const padded = (n: number, length: number): string => `SELECT ${n} + ? AS n /* ${'x'.repeat(length)} */`;
    for (let n = 0; n < LIMIT; n += 1) expect(await run(padded(n, weightOf('')), [1])).toEqual([{ n: n + 1 }]);
    const before = statements.size;
    expect(before).toBeLessThan(LIMIT);
    const answers = await Promise.all([0, 1, 2].map((value) => run(padded(7, LONGEST_KEPT), [value])));
    expect(answers).toEqual([0, 1, 2].map((value) => [{ n: 7 + value }]));
    expect(statements.size).toBe(before);
    // Only finalised statements let a connection close.
    statements.clear();
    await expect(closeSqlite(database)).resolves.toBeUndefined();
  });

  it('does not keep a text that cannot be prepared', async () => {
    await expect(run('SELEKT 1')).rejects.toThrow('syntax error');
    expect(statements.size).toBe(0);
    await closeSqlite(database);
  });
});
