/** The frame of a statement, or of a clause of one, that only reads; writes add what `changed` means to them. */
import { compileCondition, conditionTerms } from './compile-condition';
import type { Dialect } from './dialect/dialect';
import type { Frame } from './frame';
import type { RowSource } from './row-source';

export function readFrame(dialect: Dialect, row: RowSource): Frame {
  let count = 0;
  return {
    dialect,
    row,
    follows: { way: 'each', reach: 'all' },
    wantsTruth: false,
    unknownIsFalse: false,
    condition: compileCondition,
    terms: conditionTerms,
    nextAlias: () => `t${++count}`,
    changed: () => {
      throw new Error('changed() outside a write');
    },
  };
}
