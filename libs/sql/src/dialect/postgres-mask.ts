/** Masks on PostgreSQL. */
import { BLANKS } from '#domain/masks/mask';
import { sql } from '../sql-fragment';
import { characterSql, type MaskDialect, numberSql } from './mask-dialect';
import { once } from './postgres-once';
import { dateText, datetimeText } from './postgres-time';

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
  // Of what is behind a character, substr() takes three times as long.
  domain: (text) => `'@' || split_part(${text}, '@', 2)`,
  isDigits(text, separators, least, most) {
    const length = most === undefined ? `>= ${least}` : `BETWEEN ${least} AND ${most}`;
    const digits = postgresMasks.without(text, separators);
    return `(btrim(${digits}, '0123456789') = '' AND length(${digits}) ${length})`;
  },
  endsInDigits(text, separators, least, last) {
    const others = `[${classOf(separators)}]*`;
    return `${text} ~ '^${`${others}[0-9]`.repeat(least - last)}[0-9${classOf(separators)}]*[0-9]{${last}}$'`;
  },
  without: (text, characters) => `translate(${text}, ${textSql(characters)}, '')`,
  hasWord: (text) => `btrim(${text}, ${textSql(BLANKS)}) <> ''`,
  hasPlainBlanks: (text) => `${text} !~ '[\\t-\\r]'`,
  initial: (text, word) => `left(split_part(${text}, ' ', ${word}), 1)`,
  initials(text, end) {
    const plain = `translate(${text}, ${textSql(BLANKS)}, '${' '.repeat(BLANKS.length)}')`;
    return `rtrim(regexp_replace(ltrim(${plain}), '([^ ])[^ ]* *', '\\1${end} ', 'g'))`;
  },
};

function textSql(characters: string): string {
  return Array.from(characters, (each) => characterSql(each, 'chr')).join(' || ');
}

/** To stand in brackets, where a hyphen is itself at the end alone. */
function classOf(characters: string): string {
  return `${characters.replace('-', '')}-`;
}
