/** A rule's text once a collection has another name. Rules name collections in one place alone: @has_permission. */
import { LanguageError } from './language-error';
import { tokenize } from './lexer';
import type { Token } from './token';

const NAMING_MACRO = 'has_permission';
/** Where the collection stands behind the macro, parentheses left out: the action, a comma, the collection. */
const DISTANCE = 3;
const QUOTES_LENGTH = 2;

/** A text that is no rule comes back as it is: what is wrong with it is said where it is checked. */
export function renameInRule(text: string, from: string, to: string): string {
  const tokens = tokensOf(text).filter((token) => token.kind !== 'symbol' || !'()'.includes(token.symbol));
  let renamed = '';
  let copied = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'at' || token.name !== NAMING_MACRO) continue;
    const name = tokens[index + DISTANCE];
    const length = name === undefined ? null : lengthOfName(name, from.toLowerCase());
    if (name === undefined || length === null) continue;
    // In quotes, because a word of the language can be the name of a collection.
    renamed += `${text.slice(copied, name.offset)}"${to}"`;
    copied = name.offset + length;
  }
  return renamed + text.slice(copied);
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
