/** A mask as SQL: what others read instead of the value. Gives the same as apply-mask.ts. */
import {
  BLANKS,
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
      const at = masks.position(TEXT, '@');
      const rest = `substr(${TEXT}, ${at} + 1)`;
      return {
        fits: sql(`(${at} > 1 AND ${at} < length(${TEXT}) AND ${masks.position(rest, '@')} = 0)`),
        gives: sql(`substr(${TEXT}, 1, 1) || '${HIDDEN_WORD}' || substr(${TEXT}, ${at})`),
      };
    }
    case 'ssn': {
      const digits = masks.without(TEXT, SSN_SEPARATORS);
      return { fits: sql(masks.isDigits(digits, SSN_DIGITS, SSN_DIGITS)), gives: sql(`'${HIDDEN_SSN}'`) };
    }
    case 'phone': {
      const digits = masks.without(TEXT, PHONE_SEPARATORS);
      const last = `substr(${digits}, length(${digits}) - ${PHONE_SHOWN - 1})`;
      return { fits: sql(masks.isDigits(digits, PHONE_LEAST_DIGITS)), gives: sql(`'${HIDDEN_PHONE}' || ${last}`) };
    }
    case 'name':
      return {
        fits: sql(`${masks.without(TEXT, BLANKS)} <> ''`),
        gives: sql(masks.initials(TEXT, HIDDEN_WORD)),
      };
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
