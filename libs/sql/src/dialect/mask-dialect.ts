/** What masks need of an engine. All arguments are expressions of texts, none of which is null where it matters. */
import { OTHER_NUMBER } from '#domain/masks/mask';
import type { ValueType } from '#domain/rules/condition';
import { type SqlFragment, sql } from '../sql-fragment';

export interface MaskDialect {
  /** A value as the text that is masked, the same on both engines; null for null. */
  text(type: ValueType, value: SqlFragment): SqlFragment;
  /** Evaluates an expression over `alias.column`, which stands for the text; null where the text is null. */
  named(text: SqlFragment, column: string, alias: string, expression: SqlFragment): SqlFragment;
  /** A star for each character. */
  hidden(text: string): string;
  /** Where the character is for the first time, from 1; 0: nowhere. */
  position(text: string, character: string): string;
  /** Whether it has just one @, with something on either side. */
  isAddress(text: string): string;
  /** Whether it is that many digits of ASCII, and nothing else but separators: characters of ASCII, none of them a quote. */
  isDigits(text: string, separators: string, least: number, most?: number): string;
  /** Of such a text. */
  lastDigits(text: string, separators: string, count: number): string;
  /** Whether there is more to it than blanks. */
  hasWord(text: string): string;
  /** The first letter of each word with `end` behind it, with a blank between them. */
  initials(text: string, end: string): string;
}

/** A character as SQL. Those that cannot be seen are written as numbers. */
export function characterSql(character: string, numbered: string): string {
  return character < ' ' ? `${numbered}(${character.codePointAt(0)})` : `'${character}'`;
}

/** The engines spell only whole numbers alike; of the others nothing is shown. `isWhole`: of those that doubles are exact for. */
export function numberSql(number: SqlFragment, isWhole: SqlFragment, whole: SqlFragment): SqlFragment {
  const inRange = `BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}`;
  const isShown = sql(number, ` ${inRange} AND `, isWhole);
  return sql('CASE WHEN ', isShown, ' THEN ', whole, ' WHEN ', number, ` IS NOT NULL THEN '${OTHER_NUMBER}' END`);
}
