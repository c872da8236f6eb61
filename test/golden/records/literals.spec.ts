/** Values that are written out where nothing can be bound: the same ones for either engine, and nothing but letters in the text. */
import fc from 'fast-check';
import type { SlotType, SqlValue } from '#sql/sql-fragment';
import { randomRuns, scaled } from '../../support/random-runs';
import { doubleOf, NOTABLE, numberText } from '../../support/number-texts';
import { closeWorld, openWorld, same } from './on-every-engine';

const AT_ONCE = 50;
const TIMEOUT_MS = scaled(60_000);

beforeAll(openWorld);
afterAll(closeWorld);

async function readBack(type: SlotType, values: readonly SqlValue[]): Promise<readonly unknown[]> {
  return same(async ({ dialect, all }) => {
    const columns = values.map((value, at) => `${dialect.indexed.literal(type, value)} AS "c${at}"`);
    const [row] = await all(`SELECT ${columns.join(', ')}`);
    return values.map((_, at) => row![`c${at}`]);
  });
}

test(
  'every text is the one that was meant, and no part of the statement',
  async () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0') && value.isWellFormed());
    const property = fc.asyncProperty(fc.array(text, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (random) => {
      const texts = [...random, "'", '\\', `') --`, "\\'", '$$', '?1', '$1', 'null', '😀', '\n'];
      expect(await readBack('text', texts)).toEqual(texts);
      await same(({ dialect }) => {
        const plain =
          /^(E?'(?:[A-Za-z0-9 ,.:_+-]|\\U[0-9a-f]{8})*'::text|CAST\(x'[0-9a-f]*' AS TEXT\)|'[A-Za-z0-9 ,.:_+-]*')$/;
        for (const one of texts) expect(dialect.indexed.literal('text', one)).toMatch(plain);
        return Promise.resolve();
      });
    });
    await fc.assert(property, randomRuns(10));
  },
  TIMEOUT_MS,
);

test(
  'every double is itself',
  async () => {
    const property = fc.asyncProperty(
      fc.array(numberText, { minLength: AT_ONCE, maxLength: AT_ONCE }),
      async (random) => {
        const numbers = [...NOTABLE, ...random].map(doubleOf).filter((number) => !Object.is(number, -0));
        expect(await readBack('number', numbers)).toEqual(numbers);
      },
    );
    await fc.assert(property, randomRuns(10));
  },
  TIMEOUT_MS,
);

test('nothing is nothing', async () => {
  for (const type of ['text', 'number', 'boolean', 'datetime', 'date'] as const) {
    expect(await readBack(type, [null])).toEqual([null]);
  }
});
