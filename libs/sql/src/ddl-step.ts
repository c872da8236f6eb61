/** One statement of a schema change. Steps run in order, in one transaction with the registry's row. */
import type { SqlValue } from './sql-fragment';

export interface DdlStep {
  readonly text: string;
  readonly values: readonly SqlValue[];
  /** Set on a check: the statement answers `conflicts`, the number of rows that do not allow the change. */
  readonly conflict: Conflict | null;
}

export interface Conflict {
  /** The field, or the fields of an index, under the names that users know. */
  readonly fields: readonly string[];
  /** What is wrong with the rows, after their number. */
  readonly reason: string;
}

export function execute(text: string, values: readonly SqlValue[] = []): DdlStep {
  return { text, values, conflict: null };
}

export function check(text: string, fields: readonly string[], reason: string): DdlStep {
  return { text, values: [], conflict: { fields, reason } };
}
