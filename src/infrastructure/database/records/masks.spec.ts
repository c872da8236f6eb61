/** Masks in memory and on both engines give one text. */
import fc from 'fast-check';
import { applyMask } from '#domain/masks/apply-mask';
import { bindStatement } from '#sql/bind';
import { compileMask, type TextMask } from '#sql/compile-mask';
import type { Dialect } from '#sql/dialect/dialect';
import { postgres } from '#sql/dialect/postgres';
import { sqlite } from '#sql/dialect/sqlite';
import { renderStatement } from '#sql/render-statement';
import { parameter, sql } from '#sql/sql-fragment';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { agreementRuns } from '../../../../test/support/random-runs';
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

  async function masked(applied: TextMask, value: string | null): Promise<unknown> {
    const dialect = DIALECTS[name]!;
    const select = sql('SELECT ', compileMask(dialect, applied, parameter('value', 'text')), ' AS masked');
    const statement = renderStatement(dialect, select);
    const values = bindStatement(statement, { request: NO_REQUEST, parameters: { value } });
    const [row] = await database.reads.all(statement.text, values);
    return row!['masked'];
  }

  it('gives what memory gives', async () => {
    await fc.assert(
      fc.asyncProperty(mask, fc.oneof(text, digits), async (applied, value) => {
        expect(await masked(applied, value)).toBe(applyMask(applied, value));
      }),
      agreementRuns(350),
    );
  });

  it('leaves null null, and hides long values', async () => {
    const long = 'Ada Lovelace😀 '.repeat(7_000);
    for (const type of ['email', 'ssn', 'phone', 'name', 'full'] as const) {
      expect(await masked({ type }, null)).toBeNull();
      expect(await masked({ type }, long)).toBe(applyMask({ type }, long));
    }
  });
});
