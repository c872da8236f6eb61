/** A value that is about no record, such as a SQL macro with literals: one row, with the guards beside it. */
import type { Operand } from '#domain/rules/condition';
import { guardColumns } from './compile-guards';
import { compileOperand } from './compile-operand';
import type { Dialect } from './dialect/dialect';
import { following } from './frame';
import { readFrame } from './read-frame';
import { renderStatement } from './render-statement';
import type { RowSource } from './row-source';
import { type Statement, sql } from './sql-fragment';

const NO_ROW: RowSource = {
  isStored: false,
  column: () => {
    throw new Error('The value is about no record');
  },
  pendingTargets: () => null,
};

/** Parameters: credential, account. Row: stamp, schema, value (JSON text). */
export function compileValue(operand: Operand, dialect: Dialect): Statement {
  const frame = following(readFrame(dialect, NO_ROW), 'account', 'each');
  const value = dialect.asColumn(operand.type, compileOperand(frame, operand, []));
  const text = dialect.jsonElement(operand.type, sql('v."x"'));
  const found = sql('(SELECT ', text, ' FROM (SELECT ', value, ' AS "x") v)');
  return renderStatement(dialect, sql('SELECT ', guardColumns(), ', ', found, ' AS "value"'));
}
