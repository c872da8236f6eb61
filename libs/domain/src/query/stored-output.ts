/**
 * A record with everything that is stored of it, as a unit of work holds the records that it changes: of an encrypted field not
 * the value, but how many bytes it has.
 */
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import type { Collection } from '#domain/schema/collection';
import { isEncrypted, storageOf } from '#domain/schema/field-storage';
import type { Output, OutputMember } from './record-plan';

const outputs = new WeakMap<Collection, Output>();

export function storedOutput(collection: Collection): Output {
  let output = outputs.get(collection);
  if (output === undefined) {
    const members = EVERY_COLUMN.all(collection).flatMap((column): readonly OutputMember[] => {
      if (typeof column === 'string') return [{ kind: 'system', name: column }];
      if (isEncrypted(column)) return [{ kind: 'secret', name: column.name, field: column, shown: 'bytes' }];
      return storageOf(column) === 'none' ? [] : [{ kind: 'field', field: column, expand: null, mask: null }];
    });
    output = { collection, members };
    outputs.set(collection, output);
  }
  return output;
}
