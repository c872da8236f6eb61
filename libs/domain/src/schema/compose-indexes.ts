/** Makes the indexes of a collection from a definition, over columns that can be compared and over what is in json. */
import { LanguageError } from '#domain/rules/language-error';
import { excerpt } from './clean-text';
import { isSystemColumn } from './collection';
import type { Field, Index } from './collection';
import type { DefinitionProblems } from './definition-problems';
import { isEncrypted, isList } from './field-storage';
import { FIELD_TYPES } from './field-types';
import type { IndexInput } from './index-input';
import { nameIn, readInside, withName, writtenTerm } from './index-term';
import { indexName } from './physical-names';

export function composeIndexes(
  inputs: readonly IndexInput[],
  table: string,
  fields: readonly Field[],
  problems: DefinitionProblems,
): readonly Index[] {
  const indexes = inputs.flatMap((input, position) => {
    const terms = input.fields.flatMap((text) => termOf(text, fields, `indexes[${position}].fields`, problems) ?? []);
    const columns = terms.map(({ column }) => column);
    if (new Set(columns).size < columns.length) {
      problems.add(`indexes[${position}].fields`, 'index_field_duplicate', 'names a field twice');
    }
    if (input.unique && columns.includes('id')) {
      problems.add(`indexes[${position}].unique`, 'index_not_useful', 'the id is unique already');
    }
    if (input.unique && columns.some((column) => nameIn(column) !== column)) {
      problems.add(`indexes[${position}].unique`, 'unique_not_possible', 'what is in json cannot be unique');
    }
    const name = indexName(table, 'user', [...columns, input.unique ? 'unique' : 'plain']);
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
  /** The same over the physical column. */
  readonly column: string;
}

function termOf(text: string, fields: readonly Field[], path: string, problems: DefinitionProblems): Term | null {
  const name = nameIn(text);
  if (name === text) {
    const column = columnOf(name, fields, path, problems);
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

function columnOf(name: string, fields: readonly Field[], path: string, problems: DefinitionProblems): string | null {
  // The account leads every index anyway.
  if (isSystemColumn(name) && name !== 'account_id') return name;
  const field = fields.find((candidate) => candidate.name === name);
  if (!field) problems.add(path, 'index_field_unknown', unknown(name));
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

function unknown(name: string): string {
  return `'${excerpt(name)}' is not a field that can be indexed`;
}

function sealed(name: string): string {
  return `'${name}' is encrypted and cannot be indexed`;
}
