/** Values of fields and literals of filters, mostly such as a field takes, and few enough to be met again. */
import type { Random } from './random';
import type { RandomField } from './random-collection';

/** Small whole numbers mostly, so that some are equal; prices, fractions of all digits, and the ends of the range. */
export function randomNumber(random: Random): number {
  const size = random.pick([1, 3, 10, 1000, 2 ** 31, Number.MAX_SAFE_INTEGER / 2]);
  const whole = random.integer(-Math.floor(size), Math.floor(size));
  if (random.integer(1, 8) > 1) return whole / random.pick([1, 1, 2]);
  return (whole / random.pick([100, 7])) * random.pick([1, 1, 1e18, 1e290, 1e-290]);
}

// prettier-ignore
const TEXTS = [
  '', ' ', 'a', 'A', 'b', 'Z', 'z', 'ab', 'aB', 'abc', 'a b', ' a ', '  b', 'é', 'É', 'e\u0301', 'ß', 'ss', 'ſ', 'K', '\u212a',
  '😀', '😀a', '\uffff', '\ufffe', '\ufffd', '\u{10ffff}', '\u0001', '\t', 'a\nb', '\u200b', '%', '_', 'a%', 'a_c', '\\', '\\\\',
  '"', "'", "a'b", '{}', '[]', 'null', 'true', 'false', '0', '1', '-1', '1.5', '1e3', '2026-01-31', '2026-01-31T08:30:00.000Z',
  'days', 'x'.repeat(300), 'z😀'.repeat(40), '${a}', '?1', '$1', ':a', '--', '/*', ';',
];
const DATES = [
  '0001-01-01',
  '1969-12-31',
  '1970-01-01',
  '2024-02-29',
  '2025-12-31',
  '2026-01-31',
  '2026-03-01',
  '9999-12-31',
];
// prettier-ignore
const TIMES = [
  '0001-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z', '1970-01-01T00:00:00Z', '2024-02-29T12:00:00+02:00', '2026-01-31',
  '2026-01-31T08:30:00.123Z', '2026-01-31T08:30:00.1239Z', '2026-03-01T00:00:00-05:30', '9999-12-31T23:59:59.999Z',
];
const ADDRESSES = ['a@b.example', 'A@B.example', 'rémy@münchen.example', 'x.y+z@sub.b.example'];
const URLS = ['https://a.example', 'http://b.example/p?q=1#f', 'https://ü.example/é'];
/** What fits no type, or is hard to read. */
const ODD = [
  null,
  '',
  'x',
  0,
  -1,
  1.5,
  true,
  false,
  [],
  {},
  [null],
  [1, 'a'],
  '2026-02-30',
  '12:00',
  '\ud800',
  'a\0b',
  [[]],
  { a: 1 },
];

export function randomText(random: Random): string {
  return random.chance(0.8) ? random.pick(TEXTS) : random.pick(TEXTS) + random.pick(TEXTS);
}

export function randomDate(random: Random): string {
  return random.pick(DATES);
}

export function randomTime(random: Random): string {
  return random.pick(TIMES);
}

function randomJson(random: Random, depth = 0): unknown {
  const kind = random.integer(0, depth < 3 ? 6 : 4);
  if (kind === 0) return randomNumber(random);
  if (kind === 1) return random.chance(0.5);
  if (kind === 2) return null;
  if (kind <= 4) return randomText(random);
  const members = random.several(random.integer(0, 3), () => randomJson(random, depth + 1));
  if (kind === 5) return members;
  return Object.fromEntries(members.map((member) => [randomText(random).slice(0, 20), member]));
}

/** What a field may be given in its place, whatever its type. */
export function oddValue(random: Random): unknown {
  return random.pick(ODD);
}

/** `idOf`: a reference to a record of a collection; null: to a user. */
export function randomValue(random: Random, field: RandomField, idOf: (collection: string | null) => string): unknown {
  switch (field.type) {
    case 'text':
      return randomText(random);
    case 'number':
      return randomNumber(random);
    case 'boolean':
      return random.chance(0.5);
    case 'datetime':
      return randomTime(random);
    case 'date':
      return randomDate(random);
    case 'email':
      return random.pick(ADDRESSES);
    case 'url':
      return random.pick(URLS);
    case 'json':
      return randomJson(random);
    case 'select':
      return field.list ? random.subset(field.values, 0.4) : random.pick(field.values);
    case 'reference':
      if (!field.list) return idOf(field.target);
      return [...new Set(random.several(random.integer(0, 3), () => idOf(field.target)))];
    case 'user':
      return idOf(null);
  }
}
