import { Database } from 'sqlite3';
import type { Row } from '../sql-connection';
import { closeSqlite } from './open-sqlite';
import { SqliteStatements } from './sqlite-statements';

const LIMIT = 3;

describe('SqliteStatements', () => {
  let database: Database;
  let statements: SqliteStatements;

  beforeEach(() => {
    database = new Database(':memory:');
    statements = new SqliteStatements(database, LIMIT);
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

  it('does not keep a text that cannot be prepared', async () => {
    await expect(run('SELEKT 1')).rejects.toThrow('syntax error');
    expect(statements.size).toBe(0);
    await closeSqlite(database);
  });
});
