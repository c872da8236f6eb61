/** Doubles through SQLite's JSON, compared with what JavaScript reads and writes. */
import fc from 'fast-check';
import { sqlite } from '#sql/dialect/sqlite';
import { numberMembers, numberText as textOf, readNumber } from '#sql/dialect/sqlite-number';
import { renderStatement } from '#sql/render-statement';
import { sql } from '#sql/sql-fragment';
import { doubleOf, NOTABLE, numberText } from '../../support/number-texts';
import { randomRuns, scaled } from '../../support/random-runs';
import { type Engine, openSqlite } from './engines';

const TIMEOUT_MS = scaled(60_000);
const AT_ONCE = 100;

let engine: Engine;

beforeAll(async () => {
  engine = await openSqlite();
  await engine.all('CREATE TABLE "numbers" ("position" INTEGER PRIMARY KEY, "n" NUMERIC)');
});
afterAll(() => engine.close());

const WRITE = `INSERT INTO "numbers" SELECT json_extract(e."value", '$.at'), ${readNumber('e."value"', 'n')} FROM jsonb_each(?1) e`;
const TEXT = renderStatement(sqlite, textOf(sql('"n"'))).text;

async function throughSqlite(numbers: readonly number[]): Promise<{ kept: unknown[]; texts: string[] }> {
  const rows = numbers.map((number, at) => `{"at":${at},${numberMembers('n', number)}}`);
  await engine.all('DELETE FROM "numbers"');
  await engine.all(WRITE, [`[${rows.join(',')}]`]);
  const found = await engine.all(`SELECT "n", ${TEXT} AS "text" FROM "numbers" ORDER BY "position"`);
  return { kept: found.map((row) => row['n']), texts: found.map((row) => row['text'] as string) };
}

test(
  'every double comes in and goes out as it is',
  async () => {
    const property = fc.asyncProperty(fc.array(numberText, { minLength: AT_ONCE }), async (sent) => {
      const numbers = [...NOTABLE, ...sent].map(doubleOf);
      const { kept, texts } = await throughSqlite(numbers);
      expect(kept).toEqual(numbers);
      expect(texts.map((text): unknown => JSON.parse(text))).toEqual(numbers);
    });
    await fc.assert(property, randomRuns(100));
  },
  TIMEOUT_MS,
);

test('a number that people write has no more digits than they wrote', async () => {
  const written = [
    '0',
    '5',
    '-12',
    '49.47',
    '-0.05',
    '0.1',
    '52.5200066',
    '0.000123',
    '999.123456789012',
    '1234567.89',
  ];
  const { texts } = await throughSqlite([...written, '1e15', '9007199254740993'].map(Number));
  expect(texts).toEqual([...written, '1000000000000000', '9007199254740992']);
});

test('null is null', async () => {
  expect(await engine.all(`SELECT ${TEXT} AS "text" FROM (SELECT NULL AS "n")`)).toEqual([{ text: 'null' }]);
});

// What the proof in numberText() is made of.
test('the powers of ten and of two are exact', async () => {
  const powers = [1e3, 1e6, 1e9, 1e12];
  const columns = powers.map((power, at) => `1e${String(power).length - 1} AS "p${at}"`);
  expect(Object.values((await engine.all(`SELECT ${columns.join(', ')}`))[0]!)).toEqual(powers);
  const exponents = Array.from({ length: 971 + 1074 + 1 }, (_, at) => at - 1074);
  const rows = await engine.all('SELECT pow(2, e."value") AS "power" FROM json_each(?1) e', [
    JSON.stringify(exponents),
  ]);
  expect(rows.map(({ power }) => power)).toEqual(exponents.map((exponent) => 2 ** exponent));
});
