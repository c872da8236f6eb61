/**
 * Patterns of `~`: `%` any characters, `_` one character, `\` takes the next one literally, ASCII letters match either case.
 * likePattern makes what the databases are given; matchesLike is the same match in memory.
 */

/** UTF-16 units. SQLite refuses patterns over 50,000 bytes, and a match costs up to text times pattern length. */
export const MAX_PATTERN_LENGTH = 1000;

/** SQLite reads the last two of these characters as the first. */
const TAKEN_FOR_ANOTHER = /[\ufffd\ufffe\uffff]/;

const ANY = '%';
const ONE = '_';
const ESCAPE = '\\';

/** Whether a match by SQLite's own means could take another text for the one that is looked for. */
export function hasLookalikes(text: string): boolean {
  return TAKEN_FOR_ANOTHER.test(text);
}

/**
 * The pattern that a text stands for: wrapped in `%` unless it has one unescaped, a lone last backslash doubled (PostgreSQL
 * refuses it). null when it is longer than MAX_PATTERN_LENGTH: the comparison is then unknown.
 */
export function likePattern(text: string): string | null {
  if (text.length > MAX_PATTERN_LENGTH) return null;
  let hasAny = false;
  let index = 0;
  while (index < text.length) {
    if (text[index] === ESCAPE) index++;
    else if (text[index] === ANY) hasAny = true;
    index++;
  }
  const complete = index > text.length ? text + ESCAPE : text;
  return hasAny ? complete : ANY + complete + ANY;
}

/** What a text of no wildcards looks for, in the case that both sides are folded to; null for one that has wildcards. */
export function likeNeedle(text: string): string | null {
  const [before, needle, after, ...more] = splitPattern(likePattern(text) ?? '');
  if (before?.length !== 0 || after?.length !== 0 || more.length > 0) return null;
  return needle!.includes(null) ? null : needle!.join('');
}

/** Whether a text matches a pattern that likePattern made. Each part between `%` is looked for once, leftmost first. */
export function matchesLike(text: string, pattern: string): boolean {
  const subject = foldCase(text);
  const parts = splitPattern(pattern);
  const first = parts[0]!;
  if (parts.length === 1) return matchEnd(subject, 0, first) === subject.length;
  let position = matchEnd(subject, 0, first);
  if (position === null) return false;
  for (const part of parts.slice(1, -1)) {
    position = findEnd(subject, position, part);
    if (position === null) return false;
  }
  const last = parts.at(-1)!;
  const start = stepBack(subject, last.length);
  return start !== null && start >= position && matchEnd(subject, start, last) !== null;
}

/** One character to match literally, or null for any one. */
type Unit = string | null;

/** The parts between unescaped `%`, as one unit per code point. */
function splitPattern(pattern: string): readonly (readonly Unit[])[] {
  const parts: Unit[][] = [[]];
  let escaped = false;
  for (const character of foldCase(pattern)) {
    if (!escaped && character === ESCAPE) {
      escaped = true;
      continue;
    }
    if (!escaped && character === ANY) parts.push([]);
    else parts.at(-1)!.push(!escaped && character === ONE ? null : character);
    escaped = false;
  }
  return parts;
}

/** Where the part ends when it matches at `position`, else null. */
function matchEnd(text: string, position: number, part: readonly Unit[]): number | null {
  let end = position;
  for (const unit of part) {
    if (end >= text.length) return null;
    if (unit === null) end += text.codePointAt(end)! > 0xffff ? 2 : 1;
    else if (text.startsWith(unit, end)) end += unit.length;
    else return null;
  }
  return end;
}

function findEnd(text: string, from: number, part: readonly Unit[]): number | null {
  const literal = part.includes(null) ? null : part.join('');
  if (literal !== null) {
    const found = text.indexOf(literal, from);
    return found < 0 ? null : found + literal.length;
  }
  for (let position = from; position < text.length; position += text.codePointAt(position)! > 0xffff ? 2 : 1) {
    const end = matchEnd(text, position, part);
    if (end !== null) return end;
  }
  return null;
}

/** The offset that many code points before the end, null when the text is shorter. */
function stepBack(text: string, count: number): number | null {
  let position = text.length;
  for (let step = 0; step < count; step++) {
    if (position === 0) return null;
    const pair = position > 1 && text.codePointAt(position - 2)! > 0xffff;
    position -= pair ? 2 : 1;
  }
  return position;
}

function foldCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
