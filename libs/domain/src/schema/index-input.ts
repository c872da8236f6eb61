/** The `indexes` of a definition as a client sends them; whether their fields exist is checked with the whole collection. */
import { unknownName } from '#domain/kernel/nearest-name';
import { excerpt } from './clean-text';
import type { DefinitionProblems } from './definition-problems';

const INDEXES_LIMIT = 32;
const INDEX_FIELDS_LIMIT = 8;
/** `name` and `id` may come back from an answer of ours; the physical name is never taken from a client. */
const KEYS = ['fields', 'unique', 'name', 'id'];

export interface IndexInput {
  readonly fields: readonly string[];
  readonly unique: boolean;
}

export function parseIndexes(raw: unknown, problems: DefinitionProblems): readonly IndexInput[] {
  if (!Array.isArray(raw)) {
    problems.add('indexes', 'invalid_type', 'must be a list of indexes');
    return [];
  }
  if (raw.length > INDEXES_LIMIT) {
    problems.add('indexes', 'too_many_indexes', `must be at most ${INDEXES_LIMIT} indexes`);
    return [];
  }
  const items: readonly unknown[] = raw;
  return items.flatMap((item, position) => parseIndex(item, `indexes[${position}]`, problems) ?? []);
}

function parseIndex(raw: unknown, path: string, problems: DefinitionProblems): IndexInput | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    problems.add(path, 'invalid_type', 'must be an object with fields and unique');
    return null;
  }
  const input = new Map<string, unknown>(Object.entries(raw));
  for (const key of input.keys()) {
    if (!KEYS.includes(key))
      problems.add(`${path}.${excerpt(key)}`, 'unknown_key', unknownName(key, ['fields', 'unique']));
  }
  const unique = input.get('unique') ?? false;
  if (typeof unique !== 'boolean') problems.add(`${path}.unique`, 'invalid_type', 'must be true or false');
  const rawFields = input.get('fields');
  const members: readonly unknown[] = Array.isArray(rawFields) ? rawFields : [];
  const fields = members.filter((member): member is string => typeof member === 'string');
  if (fields.length < members.length || fields.length === 0 || fields.length > INDEX_FIELDS_LIMIT) {
    const code = fields.length > INDEX_FIELDS_LIMIT ? 'too_many_fields' : 'invalid_type';
    problems.add(`${path}.fields`, code, `must be a list of 1 to ${INDEX_FIELDS_LIMIT} field names`);
    return null;
  }
  return { fields, unique: unique === true };
}
