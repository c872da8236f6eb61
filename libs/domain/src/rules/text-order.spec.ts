import fc from 'fast-check';
import { compareText } from './text-order';

describe('compareText', () => {
  it.each([
    ['a', 'b', -1],
    ['B', 'a', -1],
    ['a', 'aa', -1],
    ['', '', 0],
    ['\ufffd', '😀', -1],
    ['😀', '\ue000', 1],
    ['😀', '😁', -1],
    ['x😀', 'x😀', 0],
  ])('%s %s', (left, right, expected) => {
    expect(Math.sign(compareText(left, right))).toBe(expected);
  });

  it('orders as the bytes of UTF-8', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
        expect(Math.sign(compareText(left, right))).toBe(bytes);
      }),
    );
  });
});
