/** Masks on PostgreSQL. */
import { BLANKS } from '#domain/masks/mask';
import { sql } from '../sql-fragment';
import { characterSql, type MaskDialect } from './mask-dialect';

export const postgresMasks: MaskDialect = {
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
