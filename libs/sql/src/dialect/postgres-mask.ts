/** Masks on PostgreSQL. */
import { BLANKS } from '#domain/masks/mask';
import { sql } from '../sql-fragment';
import { characterSql, type MaskDialect, numberSql } from './mask-dialect';
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
  named: (text, column, alias, expression) =>
    sql(
      '(SELECT ',
      expression,
      ' FROM (SELECT ',
      text,
      ` AS ${column} OFFSET 0) ${alias} WHERE ${alias}.${column} IS NOT NULL)`,
    ),
  hidden: (text) => `repeat('*', length(${text}))`,
  position: (text, character) => `strpos(${text}, '${character}')`,
  without: (text, characters) => `translate(${text}, ${textSql(characters)}, '')`,
  isDigits: (text, least, most) => `(${text} ~ '^[0-9]{${least},${most ?? ''}}$')`,
  initials(text, end) {
    const plain = `translate(${text}, ${textSql(BLANKS)}, '${' '.repeat(BLANKS.length)}')`;
    const each = `FROM regexp_split_to_table(${plain}, ' +') WITH ORDINALITY AS w(word, place) WHERE w.word <> ''`;
    return `(SELECT string_agg(substr(w.word, 1, 1) || '${end}', ' ' ORDER BY w.place) ${each})`;
  },
};

function textSql(characters: string): string {
  return Array.from(characters, (each) => characterSql(each, 'chr')).join(' || ');
}
