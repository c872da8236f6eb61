/**
 * The body of a request that creates or changes a collection. Members that are not known are refused, in fields and indexes
 * too: a misspelt one would silently leave a rule or an option out.
 */
import { unknownName } from '#domain/kernel/nearest-name';
import { excerpt } from './clean-text';
import { RULE_OPERATIONS } from './collection';
import type { JsonValue } from './collection';
import type { DefinitionProblems } from './definition-problems';
import { parseField } from './field-input';
import type { FieldInput } from './field-input';
import { FIELD_LIST_KEYS, type FieldListsInput, parseFieldLists } from './field-lists-input';
import { checkJson } from './field-types/json';
import { parseIndexes } from './index-input';
import type { IndexInput } from './index-input';
import { parseRules, ruleKey } from './rules-input';
import type { RulesInput } from './rules-input';

const FIELDS_LIMIT = 200;
/** Enough for a default as deep as json fields allow, inside a field, inside the list of fields. */
const BODY_DEPTH = 67;
const NAME_LENGTH = { min: 3, max: 64 };
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
/** Who may do what; a body of rules has them, too. */
export const ACCESS_KEYS: readonly string[] = [...RULE_OPERATIONS.map(ruleKey), 'allow_anonymous', ...FIELD_LIST_KEYS];
const KEYS = ['name', 'fields', 'schema', 'indexes', ...ACCESS_KEYS, 'show_user_details', 'confirm'];
/** What an answer says beside the definition, and may come back. */
const ANSWERED = [
  'id',
  'collection_id',
  'table_name',
  'record_count',
  'field_count',
  'records_count',
  'fields_count',
  'has_public_access',
  'created_at',
  'updated_at',
  'warnings',
];

export interface DefinitionInput {
  /** undefined: not sent, as for the other members. */
  readonly name?: string;
  readonly fields?: readonly FieldInput[];
  /** The second list of fields, where it was sent and differs: whoever changes one list of an answer sends the other back as it was. */
  readonly schema?: readonly FieldInput[];
  readonly indexes?: readonly IndexInput[];
  readonly rules: RulesInput;
  readonly fieldLists: FieldListsInput;
  readonly allowAnonymous?: boolean | null;
  readonly showUserDetails?: boolean;
  /** The caller has seen what the change destroys. */
  readonly confirm: boolean;
}

export function parseDefinition(body: unknown, problems: DefinitionProblems): DefinitionInput {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    problems.add('body', 'invalid_type', 'must be a JSON object');
    return { rules: {}, fieldLists: {}, confirm: false };
  }
  const refusal = checkJson(body as JsonValue, BODY_DEPTH);
  if (refusal) {
    problems.add('body', refusal.code, refusal.message);
    return { rules: {}, fieldLists: {}, confirm: false };
  }
  const input = new Map<string, unknown>(Object.entries(body));
  refuseUnknown(input, KEYS, problems);
  const name = input.has('name') ? parseName(input.get('name'), problems) : undefined;
  const allowAnonymous = parseAllowAnonymous(input, problems);
  const showUserDetails = parseSwitch(input.get('show_user_details') ?? undefined, 'show_user_details', problems);
  return {
    ...(name === undefined ? {} : { name }),
    ...parseFields(input, problems),
    ...(input.has('indexes') ? { indexes: parseIndexes(input.get('indexes') ?? [], problems) } : {}),
    rules: parseRules(input, problems),
    fieldLists: parseFieldLists(input, problems),
    ...(allowAnonymous === undefined ? {} : { allowAnonymous }),
    ...(showUserDetails === undefined ? {} : { showUserDetails }),
    confirm: input.get('confirm') === true,
  };
}

/** Members of an answer are no mistake, but not what somebody means who misspells one. */
export function refuseUnknown(
  input: ReadonlyMap<string, unknown>,
  known: readonly string[],
  problems: DefinitionProblems,
): void {
  for (const key of input.keys()) {
    if (known.includes(key) || ANSWERED.includes(key)) continue;
    problems.add(excerpt(key), 'unknown_key', unknownName(key, known));
  }
}

function parseName(raw: unknown, problems: DefinitionProblems): string | undefined {
  if (typeof raw !== 'string' || raw === '') problems.add('name', 'name_required', 'a collection needs a name');
  else if (raw.length < NAME_LENGTH.min || raw.length > NAME_LENGTH.max) {
    const code = raw.length < NAME_LENGTH.min ? 'name_too_short' : 'name_too_long';
    problems.add('name', code, `must be ${NAME_LENGTH.min} to ${NAME_LENGTH.max} characters long`);
  } else if (!NAME.test(raw)) {
    problems.add('name', 'name_invalid_format', 'must be a letter, then letters, digits and underscores');
  } else return raw;
  return undefined;
}

/** null is a value of its own: strangers are under the empty rules alone. */
export function parseAllowAnonymous(
  input: ReadonlyMap<string, unknown>,
  problems: DefinitionProblems,
): boolean | null | undefined {
  const raw = input.get('allow_anonymous');
  return raw === null ? null : parseSwitch(raw, 'allow_anonymous', problems);
}

function parseSwitch(raw: unknown, name: string, problems: DefinitionProblems): boolean | undefined {
  if (raw === undefined || typeof raw === 'boolean') return raw;
  problems.add(name, 'invalid_type', 'must be true or false');
  return undefined;
}

/** The list is called `fields` or `schema`; answers carry both, so both may come back. */
function parseFields(
  input: ReadonlyMap<string, unknown>,
  problems: DefinitionProblems,
): Pick<DefinitionInput, 'fields' | 'schema'> {
  const [fields, schema] = ['fields', 'schema'].map((key) => input.get(key) ?? null);
  if (fields !== null && schema !== null && JSON.stringify(fields) !== JSON.stringify(schema)) {
    return { fields: parseList(fields, 'fields', problems), schema: parseList(schema, 'schema', problems) };
  }
  if (fields !== null) return { fields: parseList(fields, 'fields', problems) };
  return schema === null ? {} : { fields: parseList(schema, 'schema', problems) };
}

function parseList(raw: unknown, key: string, problems: DefinitionProblems): readonly FieldInput[] {
  if (!Array.isArray(raw)) problems.add(key, 'invalid_type', 'must be a list of fields');
  else if (raw.length === 0) problems.add(key, 'schema_empty', 'must have at least one field');
  else if (raw.length > FIELDS_LIMIT) problems.add(key, 'too_many_fields', `must have at most ${FIELDS_LIMIT} fields`);
  else {
    const items: readonly unknown[] = raw;
    return items.flatMap((item, index) => parseField(item, `${key}[${index}]`, problems) ?? []);
  }
  return [];
}
