/** A record with everything that is stored of it, as a unit of work reports the records that it changes. */
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import type { Collection } from '#domain/schema/collection';
import type { Output } from './record-plan';

const outputs = new WeakMap<Collection, Output>();

export function storedOutput(collection: Collection): Output {
  let output = outputs.get(collection);
  if (output === undefined) {
    const members = EVERY_COLUMN.all(collection).map((column) =>
      typeof column === 'string'
        ? ({ kind: 'system', name: column } as const)
        : ({ kind: 'field', field: column, expand: null, mask: null } as const),
    );
    output = { collection, members };
    outputs.set(collection, output);
  }
  return output;
}
