/**
 * Masks on SQLite, which has LIKE and GLOB and no loops: only names that are spaced oddly or have many words become JSON, whose
 * elements are the words. concat() takes as long as two ||.
 */
import { BLANKS } from '#domain/masks/mask';
import { sql } from '../sql-fragment';
import { classOf, type MaskCase, type MaskDialect, numberSql } from './mask-dialect';
import { once } from './sqlite-once';

const DIGIT = '[0-9]';
/** Names of more words become JSON. */
const USUAL_WORDS = [3, 2, 1];

export const sqliteMasks: MaskDialect = {
  text(type, value) {
    if (type !== 'number') return value;
    return numberSql(value, sql('(', value, ' | 0) = ', value), sql('CAST((', value, ' | 0) AS TEXT)'));
  },
  once,
  hidden: (text) => `replace(hex(zeroblob(length(${text}))), '00', '*')`,
  last: (text, count) => `substr(${text}, ${-count})`,
  domain: (text) => `substr(${text}, instr(${text}, '@') + 1)`,
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
  names(text, end) {
    const words = `replace(json_quote(${replaced(text, BLANKS.replace(' ', ''), `' '`)}), ' ', '","')`;
    const each = `FROM json_each('[' || ${words} || ']') w WHERE w.value <> ''`;
    return [
      ...USUAL_WORDS.map((count) => spacedName(text, end, count)),
      {
        when: `trim(${text}, ${textSql(BLANKS)}) <> ''`,
        gives: `(SELECT group_concat(substr(w.value, 1, 1) || '${end}', ' ' ORDER BY w.key) ${each})`,
      },
    ];
  },
};

/** With as few blanks as there are between so many words, something stands before and behind each of them. */
function spacedName(text: string, end: string, words: number): MaskCase {
  const hasWords = `${text} LIKE '${Array(words).fill('_%').join(' ')}'`;
  const hasNoMore = `${text} NOT LIKE '%${' %'.repeat(words)}'`;
  // What JSON cannot show as it is, such as other blanks, has a backslash there.
  const isPlain = `json_quote(${text}) NOT LIKE '%\\%'`;
  const initials = Array.from({ length: words }, (_, before) => `substr(${text}, ${startBehind(text, before)}, 1)`);
  return {
    when: `${hasWords} AND ${hasNoMore} AND ${isPlain}`,
    gives: `concat(${initials.join(`, '${end} ', `)}, '${end}')`,
  };
}

function replaced(text: string, characters: string, by: string): string {
  return Array.from(characters).reduce((inner, each) => `replace(${inner}, ${textSql(each)}, ${by})`, text);
}

/** Characters that cannot be seen are written as bytes, and not by char(): a statement calls for its constants whenever it runs. */
function textSql(characters: string): string {
  return /^[ -~]*$/.test(characters)
    ? `'${characters}'`
    : `CAST(x'${Buffer.from(characters).toString('hex')}' AS TEXT)`;
}

/** Whether there is nothing but digits and separators. */
function areAll(text: string, separators: string): string {
  return `${text} NOT GLOB '*${classOf(separators, '^0-9')}*'`;
}

/** A pattern, to be followed by more. */
function digitsAnywhere(count: number): string {
  return `*${`${DIGIT}*`.repeat(count)}`;
}

/** The place behind the blank with that number. */
function startBehind(text: string, blank: number): string {
  if (blank === 0) return '1';
  if (blank === 1) return `instr(${text}, ' ') + 1`;
  const former = startBehind(text, blank - 1);
  return `${former} + instr(substr(${text}, ${former}), ' ')`;
}
