/** A column of the row itself as an operand. */
import type { Collection, Field } from '#domain/schema/collection';
import { isList } from '#domain/schema/field-storage';
import type { ComputedOf } from './checker';
import type { Column } from './column-resolver';
import type { ColumnOperand } from './condition';
import { typeOfColumn } from './column-type';

export function ownColumn(collection: Collection, column: Column, computedOf: ComputedOf): ColumnOperand {
  const many = typeof column !== 'string' && isList(column);
  const computed = computedIn(collection, column, computedOf);
  return { kind: 'column', type: typeOfColumn(column), path: [], column, many, ...computed };
}

/** What an operand has of a column that is computed. `collection`: the one that has it. */
export function computedIn(
  collection: Collection,
  column: Field | string,
  computedOf: ComputedOf,
): Pick<ColumnOperand, 'of' | 'made'> {
  if (typeof column === 'string' || column.type !== 'computed') return {};
  const made = computedOf(collection, column);
  return made === undefined ? { of: collection } : { of: collection, made };
}
