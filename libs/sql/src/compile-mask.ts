/** A mask as SQL: what others read instead of the value. Gives the same as apply-mask.ts. */
import {
  HIDDEN_PHONE,
  HIDDEN_SSN,
  HIDDEN_WORD,
  LEAST_HIDDEN,
  type Mask,
  type MaskPart,
  PHONE_LEAST_DIGITS,
  PHONE_SEPARATORS,
  PHONE_SHOWN,
  type SECRET,
  shownBy,
  SSN_DIGITS,
  SSN_SEPARATORS,
} from '#domain/masks/mask';
import type { Dialect } from './dialect/dialect';
import { joinSql, type SqlFragment, sql } from './sql-fragment';

/** The text below, where it is named once. */
const TEXT = 't.v';

/** Secrets are never asked for their text. */
export type TextMask = Exclude<Mask, typeof SECRET>;

/** When it fits, and what it gives then. */
interface MaskSql {
  readonly fits: SqlFragment;
  readonly gives: SqlFragment;
}

/** `text`: any expression; it is evaluated once. Null stays null. */
export function compileMask(dialect: Dialect, mask: TextMask, text: SqlFragment): SqlFragment {
  const shown = maskSql(dialect, mask);
  const whole = sql(dialect.masks.hidden(TEXT));
  const masked = shown === null ? whole : sql('CASE WHEN ', shown.fits, ' THEN ', shown.gives, ' ELSE ', whole, ' END');
  return dialect.masks.named(text, 'v', 't', masked);
}

function maskSql({ masks }: Dialect, mask: TextMask): MaskSql | null {
  switch (mask.type) {
    case 'full':
      return null;
    case 'email': {
      const domain = `substr(${TEXT}, ${masks.position(TEXT, '@')})`;
      return {
        fits: sql(masks.isAddress(TEXT)),
        gives: sql(`substr(${TEXT}, 1, 1) || '${HIDDEN_WORD}' || ${domain}`),
      };
    }
    case 'ssn':
      return { fits: sql(masks.isDigits(TEXT, SSN_SEPARATORS, SSN_DIGITS, SSN_DIGITS)), gives: sql(`'${HIDDEN_SSN}'`) };
    case 'phone':
      return {
        fits: sql(masks.isDigits(TEXT, PHONE_SEPARATORS, PHONE_LEAST_DIGITS)),
        gives: sql(`'${HIDDEN_PHONE}' || ${masks.lastDigits(TEXT, PHONE_SEPARATORS, PHONE_SHOWN)}`),
      };
    case 'name':
      return { fits: sql(masks.hasWord(TEXT)), gives: sql(masks.initials(TEXT, HIDDEN_WORD)) };
    case 'custom':
      return {
        fits: sql(`length(${TEXT}) >= ${shownBy(mask.parts) + LEAST_HIDDEN}`),
        gives: joinSql(mask.parts.map(partSql), ' || '),
      };
  }
}

function partSql(part: MaskPart): SqlFragment {
  if (part.kind === 'text') return sql({ from: 'constant', type: 'text', value: part.text });
  if (part.kind === 'first') return sql(`substr(${TEXT}, 1, ${part.characters})`);
  return sql(`substr(${TEXT}, length(${TEXT}) - ${part.characters - 1})`);
}
