/**
 * Masks on SQLite, which has GLOB and no loops. A list evaluates them a hundred times, so the usual text takes a few short calls:
 * only names that are spaced oddly or have more than three words become JSON, whose elements are the words.
 */
import { BLANKS } from '#domain/masks/mask';
import { sql } from '../sql-fragment';
import { characterSql, type MaskDialect, numberSql } from './mask-dialect';

const DIGIT = '[0-9]';
const ODD_BLANKS = BLANKS.replace(' ', '');
const BLANKS_SQL = charactersSql(BLANKS);
const ODD_BLANK_ANYWHERE = `'*[' || ${charactersSql(ODD_BLANKS)} || ']*'`;

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
  isAddress: (text) => `(${text} GLOB '?*@?*' AND ${text} NOT GLOB '*@*@*')`,
  isDigits(text, separators, least, most) {
    const others = `'*[^0-9${separators.replace('-', '')}-]*'`;
    const enough = `${text} NOT GLOB ${others} AND ${text} GLOB '${digitsAnywhere(least)}'`;
    return most === undefined ? `(${enough})` : `(${enough} AND ${text} NOT GLOB '${digitsAnywhere(most + 1)}')`;
  },
  lastDigits(text, separators, count) {
    const shown = (digits: string): string => `substr(${digits}, ${-count})`;
    const ends = `${text} GLOB '*${DIGIT.repeat(count)}'`;
    return `CASE WHEN ${ends} THEN ${shown(text)} ELSE ${shown(replaced(text, separators, `''`))} END`;
  },
  hasWord: (text) => `trim(${text}, ${BLANKS_SQL}) <> ''`,
  initials(text, end) {
    const after = (words: string): string => `substr(${words}, instr(${words}, ' ') + 1)`;
    const initial = (words: string): string => `substr(${words}, 1, 1) || '${end}'`;
    const behind = (words: string, more: string): string =>
      `CASE WHEN instr(${words}, ' ') = 0 THEN '' ELSE ' ' || ${initial(after(words))}${more} END`;
    const atMostThree = `${initial(text)} || ${behind(text, ` || ${behind(after(text), '')}`)}`;
    const isUsual = `${text} GLOB '[^ ]*[^ ]' AND instr(${text}, '  ') = 0 AND ${text} NOT GLOB '* * * *' AND ${text} NOT GLOB ${ODD_BLANK_ANYWHERE}`;
    const words = `replace(json_quote(${replaced(text, ODD_BLANKS, `' '`)}), ' ', '","')`;
    const each = `FROM json_each('[' || ${words} || ']') w WHERE w.value <> ''`;
    const all = `(SELECT group_concat(substr(w.value, 1, 1) || '${end}', ' ' ORDER BY w.key) ${each})`;
    return `CASE WHEN ${isUsual} THEN ${atMostThree} ELSE ${all} END`;
  },
};

function replaced(text: string, characters: string, by: string): string {
  return Array.from(characters).reduce(
    (inner, each) => `replace(${inner}, ${characterSql(each, 'char')}, ${by})`,
    text,
  );
}

function charactersSql(characters: string): string {
  return Array.from(characters, (each) => characterSql(each, 'char')).join(' || ');
}

/** A pattern. */
function digitsAnywhere(count: number): string {
  return `*${`${DIGIT}*`.repeat(count)}`;
}
