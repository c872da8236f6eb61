/** Masks in memory and on both engines give one text. */
import fc from 'fast-check';
import { applyMask } from '#domain/masks/apply-mask';
import { maskedValue } from '#domain/masks/masked-text';
import { bindStatement } from '#sql/bind';
import { compileMask, type TextMask } from '#sql/compile-mask';
import type { Dialect } from '#sql/dialect/dialect';
import { postgres } from '#sql/dialect/postgres';
import { sqlite } from '#sql/dialect/sqlite';
import { renderStatement } from '#sql/render-statement';
import { parameter, sql } from '#sql/sql-fragment';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { agreementRuns, randomRuns } from '../../../../test/support/random-runs';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { NO_REQUEST } from './no-request';

const DIALECTS: Readonly<Record<string, Dialect>> = { sqlite, postgres };

const PIECES = [
  'a',
  'é',
  '😀',
  '@',
  '@',
  '.',
  ' ',
  '\t',
  '\n',
  '\v',
  '\u00a0',
  '-',
  '+',
  '(',
  ')',
  '/',
  '"',
  "'",
  '\\',
  '%',
];
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...PIECES),
      fc.constantFrom(...Array.from('0123456789')),
      fc.constantFrom('٣', '\u0001', '\u{10ffff}'),
    ),
  )
  .map((pieces) => pieces.join(''));
const digits = fc.array(fc.constantFrom(...Array.from('0123456789 -+()./'))).map((pieces) => pieces.join(''));
/** Of few words, so that most of them are spaced as usual. */
const names = fc
  .array(fc.constantFrom('Ada', 'é', '😀', "O'Neil", '"x"', 'a\\b', 'a\tb', 'a\r', '', ' '), { maxLength: 5 })
  .map((words) => words.join(' '));
const part = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), text: fc.constantFrom('***', "'", '$1?', '') }),
  fc.record({ kind: fc.constantFrom('first' as const, 'last' as const), characters: fc.integer({ min: 1, max: 4 }) }),
);
const mask: fc.Arbitrary<TextMask> = fc.oneof(
  fc.constantFrom<TextMask[]>(
    { type: 'email' },
    { type: 'ssn' },
    { type: 'phone' },
    { type: 'name' },
    { type: 'full' },
  ),
  fc.record({ type: fc.constant('custom' as const), parts: fc.array(part, { minLength: 1, maxLength: 4 }) }),
);

describe.each(ENGINES)('masks on $name', ({ name, create }) => {
  let place: TemporaryDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await create();
    database = await openDatabase({ target: place.target, readers: 1, lanes: 1, statementTimeoutMs: 30_000 });
  });
  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  async function masked(applied: TextMask, type: 'text' | 'number', value: string | number | null): Promise<unknown> {
    const dialect = DIALECTS[name]!;
    const shown = compileMask(dialect, applied, type, sql('c."value"'));
    const select = sql('SELECT ', shown, ' AS masked FROM (SELECT ', parameter('value', type), ' AS "value") c');
    const statement = renderStatement(dialect, select);
    const values = bindStatement(statement, { request: NO_REQUEST, parameters: { value } });
    const [row] = await database.reads.all(statement.text, values);
    return row!['masked'];
  }

  it('gives what memory gives', async () => {
    await fc.assert(
      fc.asyncProperty(mask, fc.oneof(text, digits, names), async (applied, value) => {
        expect(await masked(applied, 'text', value)).toBe(applyMask(applied, value));
      }),
      agreementRuns(350),
    );
  });

  it('gives what memory gives of numbers', async () => {
    await fc.assert(
      fc.asyncProperty(mask, fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true })), async (applied, value) => {
        expect(await masked(applied, 'number', value)).toBe(maskedValue(applied, value));
      }),
      randomRuns(200),
    );
  });

  it('leaves null null, and hides long values', async () => {
    const [long, numbers] = ['Ada Lovelace😀 '.repeat(7_000), '1 '.repeat(50_000)];
    for (const type of ['email', 'ssn', 'phone', 'name', 'full'] as const) {
      expect(await masked({ type }, 'text', null)).toBeNull();
      expect(await masked({ type }, 'number', null)).toBeNull();
      for (const value of [long, numbers])
        expect(await masked({ type }, 'text', value)).toBe(applyMask({ type }, value));
    }
  });
});
