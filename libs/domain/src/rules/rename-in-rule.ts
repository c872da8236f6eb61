/** A rule's text once a collection has another name. Rules name collections in @has_permission and in back-relations. */
import { VIA } from './back-relation';
import { LanguageError } from './language-error';
import { tokenize } from './lexer';
import type { Token } from './token';

const NAMING_MACRO = 'has_permission';
/** Where the collection stands behind the macro, parentheses left out: the action, a comma, the collection. */
const DISTANCE = 3;
const QUOTES_LENGTH = 2;

/** A part of the text that is another one now. */
interface Change {
  readonly offset: number;
  readonly length: number;
  readonly renamed: string;
}

/** A text that is no rule comes back as it is: what is wrong with it is said where it is checked. */
export function renameInRule(text: string, from: string, to: string): string {
  const tokens = tokensOf(text).filter((token) => token.kind !== 'symbol' || !'()'.includes(token.symbol));
  let renamed = '';
  let copied = 0;
  for (const [index, token] of tokens.entries()) {
    const change = token.kind === 'name' ? inPath(token, from, to) : inMacro(tokens, index, from, to);
    if (change === null) continue;
    renamed += text.slice(copied, change.offset) + change.renamed;
    copied = change.offset + change.length;
  }
  return renamed + text.slice(copied);
}

/** `posts_via_author`: a field that happens to be called so is not looked for. */
function inPath({ name, offset }: Extract<Token, { kind: 'name' }>, from: string, to: string): Change | null {
  const key = `${from}${VIA}`.toLowerCase();
  const names = name
    .split('.')
    .map((part) => (part.toLowerCase().startsWith(key) ? to + part.slice(from.length) : part));
  const renamed = names.join('.');
  return renamed === name ? null : { offset, length: name.length, renamed };
}

/** In quotes, because a word of the language can be the name of a collection. */
function inMacro(tokens: readonly Token[], index: number, from: string, to: string): Change | null {
  const token = tokens[index]!;
  if (token.kind !== 'at' || token.name !== NAMING_MACRO) return null;
  const name = tokens[index + DISTANCE];
  const length = name === undefined ? null : lengthOfName(name, from.toLowerCase());
  return name === undefined || length === null ? null : { offset: name.offset, length, renamed: `"${to}"` };
}

function tokensOf(text: string): readonly Token[] {
  try {
    return tokenize(text);
  } catch (error) {
    if (error instanceof LanguageError) return [];
    throw error;
  }
}

/** How much of the text the name takes; null: it is another. Names of collections have nothing to escape. */
function lengthOfName(token: Token, key: string): number | null {
  if (token.kind === 'name') return token.name.toLowerCase() === key ? key.length : null;
  return token.kind === 'text' && token.value.toLowerCase() === key ? key.length + QUOTES_LENGTH : null;
}
