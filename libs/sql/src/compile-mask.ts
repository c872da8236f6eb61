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
import type { MaskDialect } from './dialect/mask-dialect';
import { joinSql, plainText, type SqlFragment, sql } from './sql-fragment';

/** What the dialect's once() calls a text that is not a column. */
const NAMED = 'v.a0';
/** Names of more words take the general way. */
const USUAL_WORDS = [3, 2, 1];

/** Secrets are never asked for their text. */
export type TextMask = Exclude<Mask, typeof SECRET>;

/** Texts that a mask fits, and what it gives then; never true of null. */
interface MaskCase {
  readonly when: SqlFragment;
  readonly gives: SqlFragment;
}

/** `value`: a column. Null stays null. */
export function compileMask({ masks }: Dialect, mask: TextMask, type: ValueType, value: SqlFragment): SqlFragment {
  const text = masks.text(type, value);
  // A list evaluates its masks some hundred times, and a name for the text costs as much as a short one of them.
  return text === value
    ? compileCases(masks, mask, plainText(value))
    : masks.once([text], compileCases(masks, mask, NAMED));
}

function compileCases(masks: MaskDialect, mask: TextMask, text: string): SqlFragment {
  const others = { when: sql(`${text} IS NOT NULL`), gives: sql(masks.hidden(text)) };
  const cases = [...casesOf(masks, mask, text), others].map(({ when, gives }) => sql(' WHEN ', when, ' THEN ', gives));
  return sql('CASE', joinSql(cases, ''), ' END');
}

/** The first that holds counts: what is usual comes first and is cheap, what is general comes behind it. */
function casesOf(masks: MaskDialect, mask: TextMask, text: string): readonly MaskCase[] {
  switch (mask.type) {
    case 'full':
      return [];
    case 'email':
      return [
        {
          when: sql(`${text} LIKE '_%@%_' AND ${text} NOT LIKE '%@%@%'`),
          gives: sql(`substr(${text}, 1, 1) || '${HIDDEN_WORD}' || ${masks.domain(text)}`),
        },
      ];
    case 'ssn':
      return [
        { when: sql(masks.isDigits(text, SSN_SEPARATORS, SSN_DIGITS, SSN_DIGITS)), gives: sql(`'${HIDDEN_SSN}'`) },
      ];
    case 'phone':
      return [
        {
          when: sql(masks.endsInDigits(text, PHONE_SEPARATORS, PHONE_LEAST_DIGITS, PHONE_SHOWN)),
          gives: sql(`'${HIDDEN_PHONE}' || ${masks.last(text, PHONE_SHOWN)}`),
        },
        {
          when: sql(masks.isDigits(text, PHONE_SEPARATORS, PHONE_LEAST_DIGITS)),
          gives: sql(`'${HIDDEN_PHONE}' || ${masks.last(masks.without(text, PHONE_SEPARATORS), PHONE_SHOWN)}`),
        },
      ];
    case 'name':
      return [
        ...USUAL_WORDS.map((words) => spacedName(masks, text, words)),
        { when: sql(masks.hasWord(text)), gives: sql(masks.initials(text, HIDDEN_WORD)) },
      ];
    case 'custom':
      return [
        {
          when: sql(`length(${text}) >= ${shownBy(mask.parts) + LEAST_HIDDEN}`),
          gives: joinSql(
            mask.parts.map((part) => partSql(masks, part, text)),
            ' || ',
          ),
        },
      ];
  }
}

/** With as few blanks as there are between so many words, something stands before and behind each of them. */
function spacedName(masks: MaskDialect, text: string, words: number): MaskCase {
  const hasWords = `${text} LIKE '${Array(words).fill('_%').join(' ')}'`;
  const hasNoMore = `${text} NOT LIKE '%${' %'.repeat(words)}'`;
  const initials = Array.from({ length: words }, (_, index) => masks.initial(text, index + 1));
  return {
    when: sql(`${hasWords} AND ${hasNoMore} AND ${masks.hasPlainBlanks(text)}`),
    gives: sql(`concat(${initials.join(`, '${HIDDEN_WORD} ', `)}, '${HIDDEN_WORD}')`),
  };
}

function partSql(masks: MaskDialect, part: MaskPart, text: string): SqlFragment {
  if (part.kind === 'text') return sql({ from: 'constant', type: 'text', value: part.text });
  return sql(part.kind === 'first' ? `substr(${text}, 1, ${part.characters})` : masks.last(text, part.characters));
}
