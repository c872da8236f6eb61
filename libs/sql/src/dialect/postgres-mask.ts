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
  isAddress: (text) => `(${text} LIKE '_%@%_' AND ${text} NOT LIKE '%@%@%')`,
  isDigits(text, separators, least, most) {
    const length = most === undefined ? `>= ${least}` : `BETWEEN ${least} AND ${most}`;
    const digits = without(text, separators);
    return `(btrim(${digits}, '0123456789') = '' AND length(${digits}) ${length})`;
  },
  lastDigits: (text, separators, count) => `right(${without(text, separators)}, ${count})`,
  hasWord: (text) => `btrim(${text}, ${textSql(BLANKS)}) <> ''`,
  initials(text, end) {
    const plain = `translate(${text}, ${textSql(BLANKS)}, '${' '.repeat(BLANKS.length)}')`;
    return `rtrim(regexp_replace(ltrim(${plain}), '([^ ])[^ ]* *', '\\1${end} ', 'g'))`;
  },
};

function textSql(characters: string): string {
  return Array.from(characters, (each) => characterSql(each, 'chr')).join(' || ');
}

function without(text: string, characters: string): string {
  return `translate(${text}, ${textSql(characters)}, '')`;
}
