/** Makes the field lists of a collection from names: each stands for the field that it is called now, whatever it is called later. */
import { unknownName } from '#domain/kernel/nearest-name';
import { excerpt } from './clean-text';
import {
  type Collection,
  type Field,
  FIELD_LIST_OPERATIONS,
  type FieldListOperation,
  type FieldLists,
  isSystemColumn,
} from './collection';
import type { DefinitionProblems } from './definition-problems';
import { ALL_FIELDS, fieldListKey, type FieldListsInput, type FieldNames } from './field-lists-input';

type Listed = Pick<Collection, 'fields' | 'fieldLists'>;

/** `before`: the collection as it is stored; lists that were not sent, or sent back as they are, stay about the same fields. */
export function composeFieldLists(
  sent: FieldListsInput,
  fields: readonly Field[],
  before: Listed,
  problems: DefinitionProblems,
): FieldLists {
  const compose = (operation: FieldListOperation): readonly string[] | null => {
    const names = sent[operation];
    if (names === undefined || isStored(names, before, operation)) return kept(before.fieldLists[operation], fields);
    return names === null ? null : idsOf(names, operation, fields, problems);
  };
  const lists = FIELD_LIST_OPERATIONS.map((operation) => [operation, compose(operation)]);
  return Object.fromEntries(lists) as FieldLists;
}

/** The names of the listed fields; null: all. */
function listedNames({ fields, fieldLists }: Listed, operation: FieldListOperation): FieldNames {
  const ids = fieldLists[operation];
  return ids === null ? null : ids.flatMap((id) => fields.find((field) => field.id === id)?.name ?? []);
}

/** As clients read it: `*`, or a JSON list as a text. */
export function fieldListText(collection: Listed, operation: FieldListOperation): string {
  const names = listedNames(collection, operation);
  return names === null ? ALL_FIELDS : JSON.stringify(names);
}

function isStored(names: FieldNames, before: Listed, operation: FieldListOperation): boolean {
  return JSON.stringify(names) === JSON.stringify(listedNames(before, operation));
}

function kept(ids: readonly string[] | null, fields: readonly Field[]): readonly string[] | null {
  return ids === null ? null : ids.filter((id) => fields.some((field) => field.id === id));
}

/** System columns are always shown, so that whoever names them means nothing else; no write takes them. */
function idsOf(
  names: readonly string[],
  operation: FieldListOperation,
  fields: readonly Field[],
  problems: DefinitionProblems,
): readonly string[] {
  const isWrite = operation === 'create' || operation === 'update';
  const known = fields.map(({ name }) => name);
  return names.flatMap((name) => {
    const field = fields.find((candidate) => candidate.name === name);
    if (field !== undefined) return field.id;
    if (!isSystemColumn(name)) {
      problems.add(fieldListKey(operation), 'unknown_field', `'${excerpt(name)}' ${unknownName(name, known)}`);
    } else if (isWrite) {
      problems.add(fieldListKey(operation), 'system_field', `'${name}' is set by the server`);
    }
    return [];
  });
}
