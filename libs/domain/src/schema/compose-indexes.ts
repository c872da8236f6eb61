/** Makes the indexes of a collection from a definition, over columns that can be compared, what is in json and what is computed. */
import { LanguageError } from '#domain/rules/language-error';
import { excerpt } from './clean-text';
import { isSystemColumn } from './collection';
import type { Collection, Field, Index } from './collection';
import { indexRefusal, meaningOf } from './computed-index';
import type { DefinitionProblems } from './definition-problems';
import { isEncrypted, isList } from './field-storage';
import { FIELD_TYPES } from './field-types';
import type { IndexInput } from './index-input';
import { textProblem } from './indexed-bytes';
import { computedIn, computedKey, nameIn, readInside, withName, writtenTerm } from './index-term';
import { indexName } from './physical-names';

/** `collection`: as it will be, but for the indexes; its computed fields have been checked. */
export function composeIndexes(
  inputs: readonly IndexInput[],
  collection: Collection,
  problems: DefinitionProblems,
): readonly Index[] {
  const indexes = inputs.flatMap((input, position) => {
    const path = `indexes[${position}].fields`;
    const terms = input.fields.flatMap((text) => termOf(text, collection, path, problems) ?? []);
    const columns = terms.map(({ column }) => column);
    if (new Set(columns).size < columns.length) {
      problems.add(`indexes[${position}].fields`, 'index_field_duplicate', 'names a field twice');
    }
    if (input.unique && columns.includes('id')) {
      problems.add(`indexes[${position}].unique`, 'index_not_useful', 'the id is unique already');
    }
    if (input.unique && columns.some((column) => nameIn(column) !== column || computedIn(column) !== null)) {
      const message = 'neither what is in json nor what is computed can be unique';
      problems.add(`indexes[${position}].unique`, 'unique_not_possible', message);
    }
    const tooLong = textProblem(
      collection,
      terms.map(({ written }) => written),
    );
    if (tooLong !== null) problems.add(path, 'index_expression_too_long', tooLong);
    const name = indexName(collection.table, 'user', [...columns, input.unique ? 'unique' : 'plain']);
    return [{ fields: terms.map(({ written }) => written), unique: input.unique, name }];
  });
  for (const [position, index] of indexes.entries()) {
    if (indexes.findIndex((other) => other.name === index.name) < position) {
      problems.add(`indexes[${position}]`, 'index_duplicate', 'is there twice');
    }
  }
  return indexes;
}

interface Term {
  /** As definitions have it. */
  readonly written: string;
  /** What the index is over, and nothing of what its fields are called. */
  readonly column: string;
}

function termOf(text: string, collection: Collection, path: string, problems: DefinitionProblems): Term | null {
  const { fields } = collection;
  const name = nameIn(text);
  if (name === text) {
    const column = columnOf(name, collection, path, problems);
    return column === null ? null : { written: name, column };
  }
  const field = fields.find((candidate) => candidate.name === name);
  if (!field && !isSystemColumn(name)) problems.add(path, 'index_field_unknown', unknown(name));
  else if (field?.type !== 'json')
    problems.add(path, 'index_field_type', `no path leads into '${name}', which is not json`);
  else if (isEncrypted(field)) problems.add(path, 'index_field_type', sealed(name));
  else {
    const written = canonical(text, path, problems);
    return written === null ? null : { written, column: withName(written, field.column) };
  }
  return null;
}

/** Each path is written in one way, or there could be two indexes over one. */
function canonical(text: string, path: string, problems: DefinitionProblems): string | null {
  try {
    return writtenTerm(nameIn(text), readInside(text)!);
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error;
    problems.add(path, 'index_path_invalid', `'${excerpt(text)}': ${error.message}`);
    return null;
  }
}

function columnOf(name: string, collection: Collection, path: string, problems: DefinitionProblems): string | null {
  // The account leads every index anyway.
  if (isSystemColumn(name) && name !== 'account_id') return name;
  const field = collection.fields.find((candidate) => candidate.name === name);
  if (!field) problems.add(path, 'index_field_unknown', unknown(name));
  else if (field.type === 'computed') return computedColumn(field, collection, path, problems);
  else if (field.type === 'json') {
    problems.add(
      path,
      'index_field_type',
      `'${name}' is json, of which an index takes a path, as in ${name}.size:number`,
    );
  } else if (isList(field) || FIELD_TYPES[field.type].indexUse === 'none') {
    problems.add(path, 'index_field_type', `'${name}' (${field.type}) cannot be indexed`);
  } else if (isEncrypted(field)) problems.add(path, 'index_field_type', sealed(name));
  else return field.column;
  return null;
}

/** Another expression is another column, so that its index is made anew. */
function computedColumn(
  field: Field,
  collection: Collection,
  path: string,
  problems: DefinitionProblems,
): string | null {
  const refusal = indexRefusal(collection, field);
  if (refusal === null) return `${computedKey(field)} ${meaningOf(collection, field)}`;
  problems.add(path, refusal.code, refusal.message);
  return null;
}

function unknown(name: string): string {
  return `'${excerpt(name)}' is not a field that can be indexed`;
}

function sealed(name: string): string {
  return `'${name}' is encrypted and cannot be indexed`;
}
