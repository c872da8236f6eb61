/** A record with everything that is stored of it, as a unit of work reports the records that it changes. */
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import type { Collection } from '#domain/schema/collection';
import { storageOf } from '#domain/schema/field-storage';
import type { Output, OutputMember } from './record-plan';

const outputs = new WeakMap<Collection, Output>();

export function storedOutput(collection: Collection): Output {
  let output = outputs.get(collection);
  if (output === undefined) {
    const members = EVERY_COLUMN.all(collection).flatMap((column): readonly OutputMember[] => {
      if (typeof column === 'string') return [{ kind: 'system', name: column }];
      return storageOf(column) === 'none' ? [] : [{ kind: 'field', field: column, expand: null, mask: null }];
    });
    output = { collection, members };
    outputs.set(collection, output);
  }
  return output;
}
