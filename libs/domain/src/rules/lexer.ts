/** Cuts the text of a rule or filter into tokens, each with its offset. */
import { readJsonSteps } from './json-path';
import { LanguageError } from './language-error';
import { KEYWORDS, SYMBOLS, type Keyword, type Token, type TokenOf } from './token';

/** UTF-16 units. */
const MAX_TEXT_LENGTH = 4000;

const SPACE = /[ \t\r\n]+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y;
const NUMBER = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const NAME_START = /[A-Za-z_.]/;
const UNPAIRED_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export function tokenize(text: string): readonly Token[] {
  if (text.length > MAX_TEXT_LENGTH) {
    throw new LanguageError(
      'LIMIT',
      MAX_TEXT_LENGTH,
      `The text is longer than ${MAX_TEXT_LENGTH} characters (it has ${text.length})`,
    );
  }
  refuseUnstorableCharacters(text);
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    const space = matchAt(SPACE, text, offset);
    if (space !== null) {
      offset += space.length;
      continue;
    }
    const [token, length] = readToken(text, offset);
    tokens.push(token);
    offset += length;
  }
  tokens.push({ kind: 'end', offset: text.length });
  return tokens;
}

/** PostgreSQL stores neither, so that a rule with one would differ between the databases. */
function refuseUnstorableCharacters(text: string): void {
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new LanguageError('SYNTAX', nul, 'The NUL character is not allowed');
  const surrogate = text.search(UNPAIRED_SURROGATE);
  if (surrogate >= 0) throw new LanguageError('SYNTAX', surrogate, 'An unpaired surrogate is not allowed');
}

function readToken(text: string, offset: number): readonly [Token, number] {
  const character = text[offset]!;
  if (character === '"' || character === "'") return readText(text, offset, character);
  if (character === '@') return readAtName(text, offset);
  const name = matchAt(NAME, text, offset);
  if (name !== null) return readName(text, name, offset);
  const number = matchAt(NUMBER, text, offset);
  if (number !== null) return readNumber(text, number, offset);
  const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, offset));
  if (symbol !== undefined) return [{ kind: 'symbol', symbol, offset }, symbol.length];
  const shown = String.fromCodePoint(text.codePointAt(offset)!);
  const hint = character === '&' || character === '|' ? ` (did you mean ${character}${character}?)` : '';
  throw new LanguageError('SYNTAX', offset, `Unexpected character ${JSON.stringify(shown)}${hint}`);
}

function readName(text: string, name: string, offset: number): readonly [Token, number] {
  const lower = name.toLowerCase();
  if (isKeyword(lower)) return [{ kind: 'keyword', keyword: lower, source: name, offset }, name.length];
  const [steps, end] = readJsonSteps(text, offset + name.length, readText);
  refuseTrailingDot(text, end);
  return [{ kind: 'name', name: text.slice(offset, end), names: name.split('.'), steps, offset }, end - offset];
}

function readAtName(text: string, offset: number): readonly [Token, number] {
  const name = matchAt(NAME, text, offset + 1);
  if (name === null) throw new LanguageError('SYNTAX', offset, 'A name must follow the @');
  refuseTrailingDot(text, offset + 1 + name.length);
  return [{ kind: 'at', name, offset }, name.length + 1];
}

function refuseTrailingDot(text: string, end: number): void {
  if (text[end] === '.') throw new LanguageError('SYNTAX', end, 'A name must follow the dot');
}

function readNumber(text: string, source: string, offset: number): readonly [Token, number] {
  const next = text[offset + source.length];
  if (next !== undefined && NAME_START.test(next)) {
    throw new LanguageError('SYNTAX', offset, `Malformed number '${source}${next}'`);
  }
  const value = Number(source);
  if (!Number.isFinite(value)) throw new LanguageError('SYNTAX', offset, 'The number is too large');
  return [{ kind: 'number', value, source, offset }, source.length];
}

/** Only quotes and backslashes are escapes; any other backslash stays, so that `\%` reaches a pattern as written. */
function readText(text: string, offset: number, quote: string): readonly [TokenOf<'text'>, number] {
  let value = '';
  let index = offset + 1;
  while (index < text.length) {
    const character = text[index]!;
    if (character === quote) return [{ kind: 'text', value, offset }, index + 1 - offset];
    const next = text[index + 1];
    const escapes = character === '\\' && (next === '"' || next === "'" || next === '\\');
    value += escapes ? next : character;
    index += escapes ? 2 : 1;
  }
  throw new LanguageError('SYNTAX', offset, `The text that starts here has no closing ${quote}`);
}

function isKeyword(word: string): word is Keyword {
  return (KEYWORDS as readonly string[]).includes(word);
}

function matchAt(pattern: RegExp, text: string, offset: number): string | null {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? null;
}
