/** The words of the rule language, shared by lexer and parser. */
import type { JsonStep } from './json-step';

export const KEYWORDS = ['and', 'or', 'not', 'in', 'is', 'null', 'true', 'false'] as const;
export type Keyword = (typeof KEYWORDS)[number];

/** Longest first, so that the lexer takes `<=` before `<`. */
// prettier-ignore
export const SYMBOLS = [
  '?!=', '?!~', '?>=', '?<=', '?=', '?>', '?<', '?~',
  '==', '!=', '<>', '<=', '>=', '!~', '&&', '||', '=', '<', '>', '~', '!', '+', '-', '*', '/', '%', '(', ')', ',',
] as const;
export type SymbolText = (typeof SYMBOLS)[number];

export type Token = { readonly offset: number } & (
  | { readonly kind: 'keyword'; readonly keyword: Keyword; readonly source: string }
  | { readonly kind: 'symbol'; readonly symbol: SymbolText }
  /** A name or a path, as written; `names` and `steps` as in Expression. */
  | {
      readonly kind: 'name';
      readonly name: string;
      readonly names: readonly string[];
      readonly steps: readonly JsonStep[];
    }
  /** A request value or a macro: what follows the @. */
  | { readonly kind: 'at'; readonly name: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number; readonly source: string }
  | { readonly kind: 'end' }
);

export type TokenOf<K extends Token['kind']> = Extract<Token, { readonly kind: K }>;

/** How messages name a token. */
export function describeToken(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the text';
    case 'symbol':
      return `'${token.symbol}'`;
    case 'keyword':
      return `'${token.source}'`;
    case 'name':
      return `'${token.name}'`;
    case 'at':
      return `'@${token.name}'`;
    case 'number':
      return token.source;
    case 'text':
      return 'a text';
  }
}
