/** The frame of a statement, or of a clause of one, that only reads; writes add what `changed` means to them. */
import { compileCondition, conditionTerms } from './compile-condition';
import { compileOperand } from './compile-operand';
import type { Dialect } from './dialect/dialect';
import type { Frame } from './frame';
import { RECORD, type RowSource, storedRow } from './row-source';

/** Of a statement about stored records: recordsOf(), asRecords(). */
export function recordFrame(dialect: Dialect): Frame {
  return readFrame(dialect, storedRow(RECORD));
}

export function readFrame(dialect: Dialect, row: RowSource): Frame {
  let count = 0;
  return {
    dialect,
    row,
    follows: { way: 'each', reach: 'all' },
    asks: 'value',
    sources: new Map(),
    condition: compileCondition,
    terms: conditionTerms,
    value: (frame, operand) => compileOperand(frame, operand, []),
    nextAlias: () => `t${++count}`,
    changed: () => {
      throw new Error('changed() outside a write');
    },
  };
}
