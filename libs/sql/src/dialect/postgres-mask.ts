/** Masks on PostgreSQL, where a list is planned whenever it is read: each call costs a microsecond, whether it is made or not. */
import { BLANKS } from '#domain/masks/mask';
import { sql } from '../sql-fragment';
import { classOf, type MaskDialect, numberSql } from './mask-dialect';
import { once } from './postgres-once';
import { dateText, datetimeText } from './postgres-time';

/** Where a name has no more blanks, each part of it is looked for by its number; those between two blanks are empty. */
const USUAL_PARTS = 3;

export const postgresMasks: MaskDialect = {
  text(type, value) {
    switch (type) {
      case 'number':
        return numberSql(value, sql('trunc(', value, ') = ', value), sql(value, '::bigint::text'));
      case 'datetime':
        return datetimeText(value);
      case 'date':
        return dateText(value);
      default:
        return value;
    }
  },
  once,
  hidden: (text) => `repeat('*', length(${text}))`,
  last: (text, count) => `right(${text}, ${count})`,
  // Behind a character, substr() takes three times as long.
  domain: (text) => `split_part(${text}, '@', 2)`,
  isDigits(text, separators, least, most) {
    const others = classOf(separators);
    return `${text} ~ '^${others}*(?:[0-9]${others}*){${least},${most ?? ''}}$'`;
  },
  endsInDigits(text, separators, least, last) {
    const others = classOf(separators);
    const first = `${others}*[0-9]`.repeat(least - last);
    return `${text} ~ '^${first}${classOf(separators, '0-9')}*[0-9]{${last}}$'`;
  },
  without: (text, characters) => `translate(${text}, ${textSql(characters)}, '')`,
  names(text, end) {
    const parts = Array.from({ length: USUAL_PARTS }, (_, index) => `split_part(${text}, ' ', ${index + 1})`);
    const words = parts.map((part) => `nullif(left(${part}, 1), '') || '${end}'`);
    const plain = `translate(${text}, ${textSql(BLANKS)}, '${' '.repeat(BLANKS.length)}')`;
    return [
      {
        when: `${text} NOT LIKE '%${' %'.repeat(USUAL_PARTS)}' AND ${text} !~ '[\\t-\\r]|^ *$'`,
        gives: `concat_ws(' ', ${words.join(', ')})`,
      },
      {
        when: `btrim(${text}, ${textSql(BLANKS)}) <> ''`,
        gives: `rtrim(regexp_replace(ltrim(${plain}), '([^ ])[^ ]* *', '\\1${end} ', 'g'))`,
      },
    ];
  },
};

/** A literal: what is put together of constants is put together again whenever a statement is planned. */
function textSql(characters: string): string {
  const written = characters.replace(/[^ -~]/g, (each) => `\\x${each.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return written === characters ? `'${characters}'` : `E'${written}'`;
}
