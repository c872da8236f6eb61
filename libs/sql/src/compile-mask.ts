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
import type { ValueType } from '#domain/rules/condition';
import type { Dialect } from './dialect/dialect';
import type { MaskCase, MaskDialect } from './dialect/mask-dialect';
import { joinSql, plainText, type SqlFragment, sql } from './sql-fragment';

/** What the dialect's once() calls a text that is not a column. */
const NAMED = 'v.a0';

/** Secrets are never asked for their text. */
export type TextMask = Exclude<Mask, typeof SECRET>;

type ShownCase = Omit<MaskCase, 'gives'> & { readonly gives: string | SqlFragment };

/** `value`: a column. Null stays null. */
export function compileMask({ masks }: Dialect, mask: TextMask, type: ValueType, value: SqlFragment): SqlFragment {
  const text = masks.text(type, value);
  // A list evaluates its masks some hundred times, and a name for the text costs as much as a short one of them.
  return text === value
    ? compileCases(masks, mask, plainText(value))
    : masks.once([text], compileCases(masks, mask, NAMED));
}

function compileCases(masks: MaskDialect, mask: TextMask, text: string): SqlFragment {
  const others = { when: `${text} IS NOT NULL`, gives: masks.hidden(text) };
  const cases = [...casesOf(masks, mask, text), others].map(({ when, gives }) => sql(` WHEN ${when} THEN `, gives));
  return sql('CASE', joinSql(cases, ''), ' END');
}

function casesOf(masks: MaskDialect, mask: TextMask, text: string): readonly ShownCase[] {
  switch (mask.type) {
    case 'full':
      return [];
    case 'email':
      return [
        {
          when: `${text} LIKE '_%@%_' AND ${text} NOT LIKE '%@%@%'`,
          gives: `substr(${text}, 1, 1) || '${HIDDEN_WORD}@' || ${masks.domain(text)}`,
        },
      ];
    case 'ssn':
      return [{ when: masks.isDigits(text, SSN_SEPARATORS, SSN_DIGITS, SSN_DIGITS), gives: `'${HIDDEN_SSN}'` }];
    case 'phone':
      return [
        {
          when: masks.endsInDigits(text, PHONE_SEPARATORS, PHONE_LEAST_DIGITS, PHONE_SHOWN),
          gives: `'${HIDDEN_PHONE}' || ${masks.last(text, PHONE_SHOWN)}`,
        },
        {
          when: masks.isDigits(text, PHONE_SEPARATORS, PHONE_LEAST_DIGITS),
          gives: `'${HIDDEN_PHONE}' || ${masks.last(masks.without(text, PHONE_SEPARATORS), PHONE_SHOWN)}`,
        },
      ];
    case 'name':
      return masks.names(text, HIDDEN_WORD);
    case 'custom': {
      const parts = mask.parts.map((part) => partSql(masks, part, text));
      return [{ when: `length(${text}) >= ${shownBy(mask.parts) + LEAST_HIDDEN}`, gives: joinSql(parts, ' || ') }];
    }
  }
}

function partSql(masks: MaskDialect, part: MaskPart, text: string): SqlFragment {
  if (part.kind === 'text') return sql({ from: 'constant', type: 'text', value: part.text });
  return sql(part.kind === 'first' ? `substr(${text}, 1, ${part.characters})` : masks.last(text, part.characters));
}
