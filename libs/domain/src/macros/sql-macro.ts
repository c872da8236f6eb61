/** A SQL macro: a SELECT of one value, which rules use as `@name(…)`. Macros are the same in all accounts. */
import type { SelectTree } from '#domain/rules/ast';

export interface SqlMacro {
  /** Never reused. */
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  /** As it was written. What runs is made of `tree`. */
  readonly sql: string;
  /** Names, in the order in which arguments are given. */
  readonly parameters: readonly string[];
  readonly tree: SelectTree;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The user who made it. */
  readonly createdBy: string | null;
}

const MACRO_ID = /^[1-9][0-9]{0,8}$/;

/** null: no macro can have this id. */
export function parseMacroId(text: string): number | null {
  return MACRO_ID.test(text) ? Number(text) : null;
}
