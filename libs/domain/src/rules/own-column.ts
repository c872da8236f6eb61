/** A column of the row itself as an operand. */
import type { Collection, Field } from '#domain/schema/collection';
import { isList } from '#domain/schema/field-storage';
import type { Column } from './column-resolver';
import type { ColumnOperand } from './condition';
import { typeOfColumn } from './column-type';

export function ownColumn(collection: Collection, column: Column): ColumnOperand {
  const many = typeof column !== 'string' && isList(column);
  return { kind: 'column', type: typeOfColumn(column), path: [], column, many, ...computedIn(collection, column) };
}

/** What an operand has of a column that is computed. `collection`: the one that has it. */
export function computedIn(collection: Collection, column: Field | string): Pick<ColumnOperand, 'of'> {
  return typeof column !== 'string' && column.type === 'computed' ? { of: collection } : {};
}
