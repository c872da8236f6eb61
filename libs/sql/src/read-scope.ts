/** The scope of a statement, or of a clause of one, that only reads; writes add what `changed` means to them. */
import { compileCondition } from './compile-condition';
import type { CompileScope } from './compile-scope';
import type { Dialect } from './dialect/dialect';
import type { RowSource } from './row-source';

export function readScope(dialect: Dialect, row: RowSource): CompileScope {
  let count = 0;
  return {
    dialect,
    row,
    condition: compileCondition,
    nextAlias: () => `t${++count}`,
    changed: () => {
      throw new Error('changed() outside a write');
    },
  };
}
