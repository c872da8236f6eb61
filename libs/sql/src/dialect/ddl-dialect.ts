/** What differs between the two engines when tables are made and altered. */
import type { SlotType } from '../sql-fragment';

export interface DdlDialect {
  /** The engine's own type for a column that holds such values. */
  columnType(kind: SlotType): string;
  /** Follows the type of a text column, so that both engines compare texts by code point. */
  readonly textCollation: string;
  /** Ends CREATE TABLE. */
  readonly tableEnding: string;
  /** Ends a FOREIGN KEY clause. */
  readonly foreignKeyEnding: string;
  /** False: a table can only be given plain nullable columns, and must be rebuilt for every other change of columns. */
  readonly altersColumns: boolean;
  /** The placeholder of a value that the rows of a column are filled with. */
  fillPlaceholder(number: number, kind: SlotType): string;
  /** The length of a text in UTF-8. */
  byteLength(text: string): string;
  /** Follows a value in an index, so that it is in the order in which lists have nulls. */
  readonly nullsFirst: string;
}
