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
import { checkFieldLists, FIELD_LIST_KEYS } from './field-lists-input';
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
  readonly indexes?: readonly IndexInput[];
  readonly rules: RulesInput;
  readonly allowAnonymous?: boolean | null;
  readonly showUserDetails?: boolean;
  /** The caller has seen what the change destroys. */
  readonly confirm: boolean;
}

export function parseDefinition(body: unknown, problems: DefinitionProblems): DefinitionInput {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    problems.add('body', 'invalid_type', 'must be a JSON object');
    return { rules: {}, confirm: false };
  }
  const refusal = checkJson(body as JsonValue, BODY_DEPTH);
  if (refusal) {
    problems.add('body', refusal.code, refusal.message);
    return { rules: {}, confirm: false };
  }
  const input = new Map<string, unknown>(Object.entries(body));
  refuseUnknown(input, KEYS, problems);
  checkFieldLists(input, problems);
  const name = input.has('name') ? parseName(input.get('name'), problems) : undefined;
  const fields = parseFields(input, problems);
  const allowAnonymous = parseAllowAnonymous(input, problems);
  const showUserDetails = parseSwitch(input.get('show_user_details') ?? undefined, 'show_user_details', problems);
  return {
    ...(name === undefined ? {} : { name }),
    ...(fields === undefined ? {} : { fields }),
    ...(input.has('indexes') ? { indexes: parseIndexes(input.get('indexes') ?? [], problems) } : {}),
    rules: parseRules(input, problems),
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

/** The list is called `fields` or `schema`; answers carry both, so both may come back if they agree. */
function parseFields(
  input: ReadonlyMap<string, unknown>,
  problems: DefinitionProblems,
): readonly FieldInput[] | undefined {
  const sent = ['fields', 'schema'].filter((key) => (input.get(key) ?? null) !== null);
  const key = sent[0];
  if (key === undefined) return undefined;
  const raw = input.get(key);
  if (sent.length > 1 && JSON.stringify(raw) !== JSON.stringify(input.get('schema'))) {
    problems.add('schema', 'fields_ambiguous', 'differs from fields; send one of the two');
    return [];
  }
  if (!Array.isArray(raw) || raw.length === 0 || raw.length > FIELDS_LIMIT) {
    problems.add(key, 'schema_empty', `must be a list of 1 to ${FIELDS_LIMIT} fields`);
    return [];
  }
  const items: readonly unknown[] = raw;
  return items.flatMap((item, index) => parseField(item, `${key}[${index}]`, problems) ?? []);
}
