/**
 * One token of JSON after the blank before it; of a string, the opening quote. Sticky: it is tried at one place and never
 * searches ahead. No repeated group: V8 keeps a place on its stack for every round, and a long string would overflow it.
 */
const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|(")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|true\b|false\b|null\b))/y;
const BLANK = /[ \t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/**
 * Where a text stops being JSON, as line and column from 1. JSON.parse knows the place but tells it only sometimes, and
 * otherwise quotes the text, which may hold secrets.
 */
export function jsonErrorPosition(text: string): { line: number; column: number } {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let done = false;
  let offset = 0;
  for (;;) {
    TOKEN.lastIndex = offset;
    const token = done && open.length === 0 ? null : TOKEN.exec(text);
    if (token === null) break;
    const next = follow(expected, token, open);
    const end = token[2] === undefined ? TOKEN.lastIndex : endOfString(text, TOKEN.lastIndex);
    if (next === undefined || end === undefined) break;
    expected = next;
    done = expected === ', or end';
    offset = end;
  }
  BLANK.lastIndex = offset;
  BLANK.exec(text);
  const before = text.slice(0, BLANK.lastIndex);
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

/** Behind the closing quote of the string whose content begins at `from`; undefined when it is none. */
function endOfString(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < FIRST_PRINTABLE) return undefined;
    if (code !== BACKSLASH) continue;
    ESCAPE.lastIndex = at;
    if (!ESCAPE.test(text)) return undefined;
    at = ESCAPE.lastIndex - 1;
  }
  return undefined;
}

/** What may come after the token, or undefined when it may not stand here. Keeps the open brackets. */
function follow(expected: Expected, token: RegExpExecArray, open: ('{' | '[')[]): Expected | undefined {
  const [, mark, string] = token;
  if (expected === 'value' || expected === 'value or ]') {
    if (mark === undefined) return ', or end';
    if (mark === '{' || mark === '[') {
      open.push(mark);
      return mark === '{' ? 'key or }' : 'value or ]';
    }
    if (mark === ']' && expected === 'value or ]') return close(open);
    return undefined;
  }
  if (expected === 'key' || expected === 'key or }') {
    if (string !== undefined) return ':';
    return mark === '}' && expected === 'key or }' ? close(open) : undefined;
  }
  if (expected === ':') return mark === ':' ? 'value' : undefined;
  const inside = open.at(-1);
  if (mark === ',') return inside === '{' ? 'key' : 'value';
  return (mark === '}' && inside === '{') || (mark === ']' && inside === '[') ? close(open) : undefined;
}

function close(open: ('{' | '[')[]): Expected {
  open.pop();
  return ', or end';
}
