/** What masks need of an engine. All arguments are expressions of texts, none of which is null where it matters. */
import { OTHER_NUMBER } from '#domain/masks/mask';
import type { ValueType } from '#domain/rules/condition';
import { type SqlFragment, sql } from '../sql-fragment';

/** Texts that a mask fits, and what it gives then; never true of null. The first that holds counts: what is usual comes first. */
export interface MaskCase {
  readonly when: string;
  readonly gives: string;
}

export interface MaskDialect {
  /** A value as the text that is masked, the same on both engines; null for null. The same fragment where the value is that text. */
  text(type: ValueType, value: SqlFragment): SqlFragment;
  /** Gives values the names v.a0, v.a1, …, which the expression uses. */
  once(values: readonly SqlFragment[], expression: SqlFragment): SqlFragment;
  /** A star for each character. */
  hidden(text: string): string;
  /** The last characters of a text that has as many. */
  last(text: string, count: number): string;
  /** Behind the first @. */
  domain(text: string): string;
  /** Whether it is that many digits of ASCII, and nothing else but separators: characters of ASCII, none of them a quote. */
  isDigits(text: string, separators: string, least: number, most?: number): string;
  /** Whether that holds, and the last characters are so many digits. */
  endsInDigits(text: string, separators: string, least: number, last: number): string;
  /** Without these characters. */
  without(text: string, characters: string): string;
  /** Of texts that have words: the first letter of each with `end` behind it, and a blank between them. */
  names(text: string, end: string): readonly MaskCase[];
}

/** The engines spell only whole numbers alike; of the others nothing is shown. `isWhole`: of those that doubles are exact for. */
export function numberSql(number: SqlFragment, isWhole: SqlFragment, whole: SqlFragment): SqlFragment {
  const inRange = `BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}`;
  const isShown = sql(number, ` ${inRange} AND `, isWhole);
  return sql('CASE WHEN ', isShown, ' THEN ', whole, ' WHEN ', number, ` IS NOT NULL THEN '${OTHER_NUMBER}' END`);
}

/** Of a pattern: one of these characters, among which a hyphen is itself at the end alone. `ranges` come before them. */
export function classOf(characters: string, ranges = ''): string {
  return `[${ranges}${characters.replace('-', '')}-]`;
}
