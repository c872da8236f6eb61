/**
 * A filter without its literals. Filters of equal templates come to equal conditions, which are made once for all of them;
 * what is left of a literal in the template is whatever the checker or the compiler asks of its value.
 */
import { DATE_UNITS, parseDate, parseDatetime } from './calendar';
import { MAX_DECIMALS } from './check-function';
import type { GivenValue } from './condition';
import { LanguageError } from './language-error';
import { tokenize } from './lexer';
import { hasLookalikes, MAX_PATTERN_LENGTH } from './like-pattern';
import type { Token } from './token';

export interface FilterTemplate {
  readonly text: string;
  /** The literals, in the order in which they stand. */
  readonly given: readonly GivenValue[];
}

/** Texts that name a unit, which is written into the statement, or that can stand for a boolean. */
const WORDS: ReadonlySet<string> = new Set([...DATE_UNITS, 'true', 'false']);
const DIGIT = /^[0-9]/;

/** A text that is no filter is its own template: it will be refused, whoever asks. */
export function filterTemplate(filter: string): FilterTemplate {
  try {
    return templateOf(tokenize(filter));
  } catch (error) {
    if (error instanceof LanguageError) return { text: `?${filter}`, given: [] };
    throw error;
  }
}

function templateOf(tokens: readonly Token[]): FilterTemplate {
  const given: GivenValue[] = [];
  // The number of decimals is written into the statement, too.
  const rounds = tokens.some((token) => token.kind === 'name' && token.name.toLowerCase() === 'round');
  let text = '';
  for (const token of tokens) {
    if (token.kind === 'text' || token.kind === 'number') given.push(token.value);
    text += `${shapeOf(token, rounds)} `;
  }
  return { text, given };
}

function shapeOf(token: Token, rounds: boolean): string {
  switch (token.kind) {
    case 'keyword':
      return token.keyword;
    case 'symbol':
      return token.symbol;
    case 'name':
      return token.name;
    case 'at':
      return `@${token.name}`;
    case 'text':
      return `"${shapeOfText(token.value)}"`;
    case 'number':
      return rounds && token.value <= MAX_DECIMALS ? `#${token.value}` : '#';
    case 'end':
      return '';
  }
}

function shapeOfText(text: string): string {
  if (WORDS.has(text)) return text;
  if (hasLookalikes(text)) return text.length > MAX_PATTERN_LENGTH ? 'lx' : 'x';
  const long = text.length > MAX_PATTERN_LENGTH ? 'l' : '';
  if (!DIGIT.test(text)) return long;
  if (parseDate(text) !== null) return `${long}d`;
  return parseDatetime(text) === null ? long : `${long}t`;
}
