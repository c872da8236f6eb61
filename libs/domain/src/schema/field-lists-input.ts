/**
 * The lists of fields that a collection shows or takes, as a client sends them: `*`, names separated by commas, or a JSON list,
 * which may also be written as a text.
 */
import type { DefinitionProblems } from './definition-problems';
import { FIELD_LIST_OPERATIONS, type FieldListOperation } from './collection';

export const ALL_FIELDS = '*';
/** More names than a collection has fields and system columns; the same one may stand there twice. */
const NAMES_LIMIT = 500;
const EXPECTED = 'must be "*" (all fields), names separated by commas, or a JSON list of names ([] for none)';

/** The names of a list; null: all fields. */
export type FieldNames = readonly string[] | null;
export type FieldListsInput = Partial<Readonly<Record<FieldListOperation, FieldNames>>>;

export function fieldListKey<O extends FieldListOperation>(operation: O): `${O}_fields` {
  return `${operation}_fields`;
}

export const FIELD_LIST_KEYS = FIELD_LIST_OPERATIONS.map(fieldListKey);

/** Only the lists that were sent. */
export function parseFieldLists(input: ReadonlyMap<string, unknown>, problems: DefinitionProblems): FieldListsInput {
  const lists: Partial<Record<FieldListOperation, FieldNames>> = {};
  for (const operation of FIELD_LIST_OPERATIONS) {
    const key = fieldListKey(operation);
    const value = input.get(key);
    if (value === undefined) continue;
    const names = namesOf(value);
    if (names === undefined) problems.add(key, 'invalid_type', EXPECTED);
    else if (names.length > NAMES_LIMIT) problems.add(key, 'too_many_fields', `must have at most ${NAMES_LIMIT} names`);
    else lists[operation] = names.length === 1 && names[0] === ALL_FIELDS ? null : [...new Set(names)];
  }
  return lists;
}

/** undefined: it is no list of names. */
function namesOf(value: unknown): readonly string[] | undefined {
  if (typeof value !== 'string') return isNames(value) ? value : undefined;
  const text = value.trim();
  const names = text.startsWith('[') ? parsed(text) : text.split(',').map((name) => name.trim());
  return isNames(names) && !names.includes('') ? names : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
