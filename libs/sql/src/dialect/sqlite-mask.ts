/**
 * Masks on SQLite, which has LIKE and GLOB and no loops: only names that are spaced oddly or have many words become JSON, whose
 * elements are the words. Of what is glued together, concat() is as quick as two ||.
 */
import { BLANKS } from '#domain/masks/mask';
import { sql } from '../sql-fragment';
import { characterSql, type MaskDialect, numberSql } from './mask-dialect';
import { once } from './sqlite-once';

const DIGIT = '[0-9]';
/** Not made of characters: a statement makes its constants whenever it runs. */
const BLANKS_SQL = `CAST(x'${Buffer.from(BLANKS).toString('hex')}' AS TEXT)`;

export const sqliteMasks: MaskDialect = {
  text(type, value) {
    if (type !== 'number') return value;
    return numberSql(value, sql('(', value, ' | 0) = ', value), sql('CAST((', value, ' | 0) AS TEXT)'));
  },
  once,
  hidden: (text) => `replace(hex(zeroblob(length(${text}))), '00', '*')`,
  last: (text, count) => `substr(${text}, ${-count})`,
  domain: (text) => `substr(${text}, instr(${text}, '@'))`,
  isDigits(text, separators, least, most) {
    const enough = `${areAll(text, separators)} AND ${text} GLOB '${digitsAnywhere(least)}'`;
    return most === undefined ? enough : `${enough} AND ${text} NOT GLOB '${digitsAnywhere(most + 1)}'`;
  },
  endsInDigits(text, separators, least, last) {
    const ends = `substr(${text}, ${-last}) GLOB '${DIGIT.repeat(last)}'`;
    const enough = `${text} GLOB '${digitsAnywhere(least - last)}${'?'.repeat(last)}'`;
    return `${ends} AND ${enough} AND ${areAll(text, separators)}`;
  },
  without: (text, characters) => replaced(text, characters, `''`),
  hasWord: (text) => `trim(${text}, ${BLANKS_SQL}) <> ''`,
  // What JSON cannot show as it is has a backslash there.
  hasPlainBlanks: (text) => `json_quote(${text}) NOT LIKE '%\\%'`,
  initial: (text, word) => `substr(${text}, ${blankBefore(text, word)} + 1, 1)`,
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

/** Whether there is nothing but digits and separators. */
function areAll(text: string, separators: string): string {
  return `${text} NOT GLOB '*[^0-9${separators.replace('-', '')}-]*'`;
}

/** A pattern, to be followed by more. */
function digitsAnywhere(count: number): string {
  return `*${`${DIGIT}*`.repeat(count)}`;
}

/** The place of the blank before a word, from 1. */
function blankBefore(text: string, word: number): string {
  if (word === 1) return '0';
  if (word === 2) return `instr(${text}, ' ')`;
  const before = blankBefore(text, word - 1);
  return `${before} + instr(substr(${text}, ${before} + 1), ' ')`;
}
