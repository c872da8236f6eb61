/**
 * Text compares by code point, as SQLite's BINARY and PostgreSQL's "C" collations do with UTF-8. JavaScript's `<` compares
 * UTF-16 units, which puts characters beyond U+FFFF before U+E000.
 */

/** Negative, zero or positive, like a sort callback. Both texts are well-formed. */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return rank(a) - rank(b);
  }
  return left.length - right.length;
}

/** Moves surrogates above all other units; texts that differ inside a pair share its first half, so units decide there. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
