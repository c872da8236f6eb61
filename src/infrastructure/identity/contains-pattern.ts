/**
 * The LIKE pattern (with `ESCAPE '\'`) for values that contain the text, in either case: for comparison with
 * lower(column), which folds the letters A to Z on both engines, since columns compare by code point.
 */
export function containsPattern(text: string): string {
  const folded = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return `%${folded.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
