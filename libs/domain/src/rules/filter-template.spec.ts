/** Filters of one template share a plan, so their conditions must be the same, or both be refused in the same way. */
import fc from 'fast-check';
import { DomainError } from '#domain/kernel/errors';
import { filterTemplate } from './filter-template';
import { filter } from './testing/rule-world';

/** Whatever a literal can be read as: texts, dates, datetimes, booleans, units, decimals, patterns that are too long. */
const LITERALS = [
  '""',
  '"a"',
  '"b%"',
  "'true'",
  '"false"',
  '"days"',
  '"months"',
  '"years "',
  '"2026-01-31"',
  '"2026-02-30"',
  '"2026-01-31T10:00:00Z"',
  '"2027-01-31 10:00"',
  '"2026-01-31T99:00:00Z"',
  '"5"',
  '"é"',
  String.raw`"a\"b"`,
  `"${'x'.repeat(1001)}"`,
  `"2026-01-31T10:00:00.${'0'.repeat(1001)}Z"`,
  `"2026-01-31T10:00:00,${'0'.repeat(1001)}Z"`,
  '0',
  '1',
  '2',
  '15',
  '16',
  '2.5',
  '-1',
  '- 0',
  '1e3',
  '1.0',
  'true',
  'null',
];
const TERMS = [
  'title = ?',
  'title ~ ?',
  'title !~ ?',
  'title IN (?, ?, -1)',
  'price IN (?, ?, - 2)',
  'price > ?',
  'price * - ? + 2 <= --?',
  'public = ?',
  'due < ?',
  'starts >= ?',
  'due IN (?)',
  '? = ?',
  '? ~ ?',
  'round(price, ?) = 1',
  'ROUND(price * ?, 2) != ?',
  'round(price) = ?',
  'date_add(due, ?, ?) > ?',
  'date_diff(?, starts, ?) > 1',
  'if(price = ?, ?, title) = "x"',
  'if(? = ?, 1, 2) = 1',
  'coalesce(title, ?) = ?',
  'coalesce(due, ?) = ?',
  'nullif(starts, ?) IS NULL',
  'substring(title, ?, ?) = ?',
  'length(?) = 1',
  'author.organization.name = ?',
  'tags = ?',
  'public',
];

const literal = fc.constantFrom(...LITERALS);
const filters = fc
  .array(fc.constantFrom(...TERMS), { minLength: 1, maxLength: 3 })
  .map((terms) => terms.join(' && '))
  .chain((text) => {
    const texts = fc.array(literal, { minLength: text.length, maxLength: text.length }).map((values) => {
      const rest = values.values();
      return text.replaceAll('?', () => rest.next().value!);
    });
    return fc.tuple(texts, texts);
  });

function outcome(text: string): unknown {
  try {
    return filter(text);
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

test('filters of one template come to one condition', () => {
  let shared = 0;
  fc.assert(
    fc.property(filters, ([one, other]) => {
      if (filterTemplate(one).text !== filterTemplate(other).text) return;
      shared += one === other ? 0 : 1;
      expect(outcome(one)).toEqual(outcome(other));
    }),
    { numRuns: 20_000 },
  );
  expect(shared).toBeGreaterThan(200);
});

test.each([
  ['title = "a" && price > 1', 'title="other"  &&  price>22.5'],
  ['due = "2026-01-31"', "due = '2025-12-01'"],
  ['title ~ "a%"', 'title ~ "b_c"'],
  ['price = -1', 'price = - 2'],
  ['round(price, 2) = 17', 'round(price, 2) = 18'],
])('%s and %s are of one template', (one, other) => {
  expect(filterTemplate(other).text).toBe(filterTemplate(one).text);
  expect(filterTemplate(other).given).not.toEqual(filterTemplate(one).given);
});

test.each([
  ['price = 1', 'price = -1'],
  ['price IN (1)', 'price IN (1, 2)'],
  ['round(price, 2) = 17', 'round(price, 3) = 17'],
  ['date_add(due, 1, "days") > starts', 'date_add(due, 1, "months") > starts'],
  ['due = "2026-01-31"', 'due = "2026-02-31"'],
  ['public = "true"', 'public = "false"'],
  ['title = "x"', 'status = "x"'],
  ['title = "x"', 'title = null'],
  ['title = "a', 'title = "b'],
])('%s and %s are of two', (one, other) => {
  expect(filterTemplate(other).text).not.toBe(filterTemplate(one).text);
});
