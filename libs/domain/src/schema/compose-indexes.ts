/** Makes the indexes of a collection from a definition, over columns that can be compared. */
import { isSystemColumn } from './collection';
import type { Field, Index } from './collection';
import type { DefinitionProblems } from './definition-problems';
import { isEncrypted, isList } from './field-storage';
import { FIELD_TYPES } from './field-types';
import type { IndexInput } from './index-input';
import { indexName } from './physical-names';

export function composeIndexes(
  inputs: readonly IndexInput[],
  table: string,
  fields: readonly Field[],
  problems: DefinitionProblems,
): readonly Index[] {
  const indexes = inputs.flatMap((input, position) => {
    const columns = input.fields.flatMap(
      (name) => columnOf(name, fields, `indexes[${position}].fields`, problems) ?? [],
    );
    if (new Set(columns).size < columns.length) {
      problems.add(`indexes[${position}].fields`, 'index_field_duplicate', 'names a field twice');
    }
    if (input.unique && columns.includes('id')) {
      problems.add(`indexes[${position}].unique`, 'index_not_useful', 'the id is unique already');
    }
    const name = indexName(table, 'user', [...columns, input.unique ? 'unique' : 'plain']);
    return [{ fields: input.fields, unique: input.unique, name }];
  });
  for (const [position, index] of indexes.entries()) {
    if (indexes.findIndex((other) => other.name === index.name) < position) {
      problems.add(`indexes[${position}]`, 'index_duplicate', 'is there twice');
    }
  }
  return indexes;
}

function columnOf(name: string, fields: readonly Field[], path: string, problems: DefinitionProblems): string | null {
  // The account leads every index anyway.
  if (isSystemColumn(name) && name !== 'account_id') return name;
  const field = fields.find((candidate) => candidate.name === name);
  if (!field) problems.add(path, 'index_field_unknown', `'${name}' is not a field that can be indexed`);
  else if (isList(field) || FIELD_TYPES[field.type].indexUse === 'none') {
    problems.add(path, 'index_field_type', `'${name}' (${field.type}) cannot be indexed`);
  } else if (isEncrypted(field)) problems.add(path, 'index_field_type', `'${name}' is encrypted and cannot be indexed`);
  else return field.column;
  return null;
}
