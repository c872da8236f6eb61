import fc from 'fast-check';
import { JsonBounds } from './json-bounds';

/** Takes the text in pieces of so many bytes. */
function checkIn(pieceBytes: number, text: string): void {
  const bytes = Buffer.from(text);
  const bounds = new JsonBounds();
  for (let from = 0; from < bytes.length; from += pieceBytes) bounds.take(bytes.subarray(from, from + pieceBytes));
  bounds.end(bytes);
}

const PIECES = [1, 7, 2 ** 31];
const check = (text: string): void => {
  for (const pieceBytes of PIECES) checkIn(pieceBytes, text);
};
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
/** A list of objects with one member each: so many names, each of them so many times. */
const objectsOf = (names: number, times: number): string =>
  JSON.stringify(Array.from({ length: names * times }, (_, index) => ({ [`"name" ${index % names}`]: 1 })));
const TOO_COMPLEX = expect.objectContaining({ code: 'REQUEST_TOO_COMPLEX', kind: 'unprocessable' }) as Error;

test.each([
  ['67 levels', nested(67)],
  ['many lists side by side', `[${Array.from({ length: 1000 }, () => nested(10)).join()}]`],
  ['99,999 values in a list', `[${'1,'.repeat(99_997)}1]`],
  ['99,999 empty lists', `[${'[ ],'.repeat(99_998)}{}]`],
  ['brackets and commas in a text', JSON.stringify({ text: '[{,'.repeat(200_000) })],
  ['brackets behind quotation marks in a text', JSON.stringify({ text: '"[\\'.repeat(100_000) })],
  ['10,000 names', objectsOf(10_000, 1)],
  ['30,000 members of 10,000 names', objectsOf(10_000, 3)],
  ['colons in texts', JSON.stringify(Array.from({ length: 20_000 }, (_, index) => `"${index}":`))],
  [
    'brackets behind long texts that end in backslashes',
    JSON.stringify({ [`${'t'.repeat(100)}\\\\`]: '['.repeat(100) }),
  ],
  ['a long text of quotation marks', JSON.stringify({ text: `${'"'.repeat(5000)}${'['.repeat(100)}` })],
  ['a text that does not end', '{"a":"[[[['],
  ['what is no JSON', '}}]]'],
])('%s is let through', (_what, text) => {
  expect(() => check(text)).not.toThrow();
});

test.each([
  ['68 levels', nested(68)],
  ['levels of objects', '{"a":'.repeat(68)],
  ['levels that never end', '['.repeat(10_000_000)],
  ['100,001 values in a list', `[${'1,'.repeat(100_000)}1]`],
  ['as many members', `{${'"a":1,'.repeat(100_000)}"a":1}`],
  [
    '10,001 names of members of one object',
    `{${Array.from({ length: 10_001 }, (_, index) => `"${index}" : 1`).join()}}`,
  ],
  ['10,001 names of members of many objects', objectsOf(10_001, 1)],
  ['as many empty lists', `[${'[ ],'.repeat(99_999)}{\n}]`],
])('%s are refused', (_what, text) => {
  for (const pieceBytes of PIECES) expect(() => checkIn(pieceBytes, text)).toThrow(TOO_COMPLEX);
});

/** What the parsed value holds: itself, and what is in it. */
function valuesIn(value: unknown): number {
  const members = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return members.reduce((sum: number, member) => sum + valuesIn(member), 1);
}

test('JSON of few values and levels always passes', () => {
  const property = fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(3), (value, indent) => {
    fc.pre(valuesIn(value) < 10_000);
    expect(() => check(JSON.stringify(value, null, indent))).not.toThrow();
  });
  fc.assert(property);
});
