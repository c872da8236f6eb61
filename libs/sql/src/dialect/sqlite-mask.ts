/** Masks on SQLite, which has no patterns and no loops: words are the elements of a JSON list that is made of the text. */
import { BLANKS } from '#domain/masks/mask';
import { sql } from '../sql-fragment';
import { characterSql, type MaskDialect, numberSql } from './mask-dialect';

export const sqliteMasks: MaskDialect = {
  text(type, value) {
    if (type !== 'number') return value;
    return numberSql(value, sql('(', value, ' | 0) = ', value), sql('CAST((', value, ' | 0) AS TEXT)'));
  },
  named: (text, column, alias, expression) =>
    sql(
      '(SELECT ',
      expression,
      ' FROM (SELECT ',
      text,
      ` AS ${column}) ${alias} WHERE ${alias}.${column} IS NOT NULL)`,
    ),
  hidden: (text) => `replace(hex(zeroblob(length(${text}))), '00', '*')`,
  position: (text, character) => `instr(${text}, '${character}')`,
  without: (text, characters) => replaced(text, characters, `''`),
  isDigits(text, least, most) {
    const length = most === undefined ? `>= ${least}` : `BETWEEN ${least} AND ${most}`;
    return `(length(${text}) ${length} AND ${text} NOT GLOB '*[^0-9]*')`;
  },
  initials(text, end) {
    const words = `replace(json_quote(${replaced(text, BLANKS.replace(' ', ''), `' '`)}), ' ', '","')`;
    const each = `FROM json_each('[' || ${words} || ']') w WHERE w.value <> ''`;
    return `(SELECT group_concat(substr(w.value, 1, 1) || '${end}', ' ' ORDER BY w.key) ${each})`;
  },
};

function replaced(text: string, characters: string, by: string): string {
  return Array.from(characters).reduce(
    (inner, each) => `replace(${inner}, ${characterSql(each, 'char')}, ${by})`,
    text,
  );
}
