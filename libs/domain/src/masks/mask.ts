/**
 * What others see of a value that identifies a person. A mask is applied to the value as text; its characters are code points
 * and its blanks those of ASCII, in memory (apply-mask.ts) and on both engines (libs/sql/src/compile-mask.ts) alike.
 */
import type { MaskType } from '#domain/schema/collection';

/** A piece of a template of our own: a text, or so many of the first or last characters of the value. */
export type MaskPart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'first' | 'last'; readonly characters: number };

export type Mask =
  | { readonly type: Exclude<MaskType, 'custom'> }
  | { readonly type: 'custom'; readonly parts: readonly MaskPart[] }
  /** Of an encrypted field: shows nothing but that there is a value. */
  | typeof SECRET;

export const SECRET = { type: 'secret' } as const;
/** What everybody reads of a secret, whatever its length and type are. */
export const BULLETS = '\u2022'.repeat(8);

/** A value of which a mask would hide fewer characters is hidden altogether. */
export const LEAST_HIDDEN = 3;

/** One character for each that is hidden, where all are. */
export const HIDDEN = '*';
export const HIDDEN_WORD = '***';
export const HIDDEN_SSN = '***-**-****';
export const HIDDEN_PHONE = '***-***-';

/** What may stand between the digits of a number of a person or a telephone. */
export const SSN_SEPARATORS = ' -';
export const PHONE_SEPARATORS = ' +-()./';
export const SSN_DIGITS = 9;
export const PHONE_SHOWN = 4;
/** Shorter ones are hidden altogether. */
export const PHONE_LEAST_DIGITS = PHONE_SHOWN + LEAST_HIDDEN;

/** Stands for a number that is not whole or not exact, of which nothing is shown. */
export const OTHER_NUMBER = '***';

export const BLANKS = ' \t\n\v\f\r';

/** How many characters of the value a template shows. */
export function shownBy(parts: readonly MaskPart[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'text' ? 0 : part.characters), 0);
}
