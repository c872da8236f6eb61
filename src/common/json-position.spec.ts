import fc from 'fast-check';
import { jsonErrorPosition } from './json-position';

describe('jsonErrorPosition', () => {
  it.each([
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a": x}', 1, 7],
    ['{"a": 1,}', 1, 9],
    ['[1, 2,\n  3 4]', 2, 5],
    ['{"a": "open', 1, 7],
    ['{"a": 01}', 1, 7],
    ["{'a': 1}", 1, 2],
    ['{"a": 1} x', 1, 10],
    ['[1}', 1, 3],
    ['{"a" 1}', 1, 6],
  ])('%j stops being JSON at line %i, column %i', (text, line, column) => {
    expect(jsonErrorPosition(text)).toEqual({ line, column });
  });

  it.each([
    ['a string of escapes', `"${'\\u0041'.repeat(2_000_000)}`, 1],
    ['a string', `"${'a'.repeat(10_000_000)}`, 1],
    ['a number', `${'1'.repeat(10_000_000)}#`, 10_000_001],
    ['blanks', `${' '.repeat(10_000_000)}#`, 10_000_001],
    ['brackets', '['.repeat(1_000_000), 1_000_001],
  ])('survives %s without an end', (_name, text, column) => {
    expect(jsonErrorPosition(text)).toEqual({ line: 1, column });
  });

  it('reads every JSON text to its end', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonErrorPosition(text)).toEqual(endOf(text));
      }),
    );
  });

  it('finds a foreign character where it was put', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (values) => {
        const text = `${JSON.stringify(values).slice(0, -1)} #]`;
        expect(jsonErrorPosition(text).column).toBe(text.indexOf('#') + 1);
      }),
    );
  });
});

function endOf(text: string): { line: number; column: number } {
  return { line: text.split('\n').length, column: text.length - text.lastIndexOf('\n') };
}
