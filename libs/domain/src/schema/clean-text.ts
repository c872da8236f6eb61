/**
 * What every stored text must be: PostgreSQL cannot hold U+0000, and neither engine can give back a lone surrogate, so
 * both are refused at the door on both engines. Lengths count characters (code points), as both engines do.
 */
// oxlint-disable-next-line no-control-regex -- U+0000 is exactly what is looked for
const UNSTORABLE = /[\u0000\p{Cs}]/u;

export function isCleanText(text: string): boolean {
  return !UNSTORABLE.test(text);
}

export function characterCount(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    if (text.charCodeAt(index) >= 0xd800 && text.charCodeAt(index) <= 0xdbff) {
      count -= 1;
      index += 1;
    }
  }
  return count;
}

/** Cuts a text taken from input to what an error message can carry. */
export function excerpt(text: string): string {
  const limit = 80;
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}
