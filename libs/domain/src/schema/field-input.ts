/** One field of a definition as a client sends it, checked as far as that needs no other field and no other collection. */
import { unknownName } from '#domain/kernel/nearest-name';
import { excerpt } from './clean-text';
import { isSystemColumn } from './collection';
import type { Field, FieldOptions, JsonValue, OnDelete } from './collection';
import { COMPUTED_KEYS, parseComputed } from './computed-input';
import type { DefinitionProblems } from './definition-problems';
import { parseFieldAccess } from './field-access-input';
import { isList } from './field-storage';
import { FIELD_TYPES, isFieldType } from './field-types';
import { Refusal } from './field-types/field-type';
import { parsePersonalData, PII_KEYS, type PersonalDataInput } from './personal-data-input';

const FIELD_NAME_LIMIT = 63;
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const ON_DELETE: readonly string[] = ['cascade', 'set_null', 'restrict'] satisfies OnDelete[];
const KEYS = [
  'id',
  'name',
  'type',
  'required',
  'default',
  'unique',
  'options',
  'collection',
  'on_delete',
  'access',
  'encrypted',
  ...COMPUTED_KEYS,
  ...PII_KEYS,
];
/** Keys of the definition language whose features do not exist yet, with what they are called. */
const UNAVAILABLE: ReadonlyMap<string, string> = new Map([['codelist', 'Codelists are']]);

/** `id` is null for a field that is to be found by its name; `access`, `encrypted` and `pii` are absent where they were not sent. */
export type FieldInput = Omit<Field, 'id' | 'column' | 'encryption' | 'pii'> & {
  readonly id: string | null;
  readonly encrypted?: boolean;
  readonly pii?: PersonalDataInput;
};

/** null when something is wrong, which is then among the problems. */
export function parseField(raw: unknown, path: string, problems: DefinitionProblems): FieldInput | null {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    problems.add(path, 'invalid_type', 'must be an object');
    return null;
  }
  const input = new Map<string, unknown>(Object.entries(raw));
  checkKeys(input, path, problems);
  const name = parseFieldName(input.get('name'), `${path}.name`, problems);
  const type = parseType(input.get('type'), `${path}.type`, problems);
  const required = parseFlag(input.get('required'), `${path}.required`, problems);
  const unique = parseFlag(input.get('unique'), `${path}.unique`, problems);
  const access = parseFieldAccess(input.get('access'), `${path}.access`, problems);
  const pii = parsePersonalData(type, input, path, problems);
  const encrypted = parseEncrypted(input.get('encrypted'), `${path}.encrypted`, problems);
  const computed = parseComputed(type, input, path, problems);
  if (name === null || type === null || (type === 'computed' && computed === undefined)) return null;
  const options = parseOptions(type, input.get('options'), `${path}.options`, problems);
  const shape = {
    name,
    type,
    required,
    unique,
    options,
    ...(access === undefined ? {} : { access }),
    ...(pii === undefined ? {} : { pii }),
    ...(encrypted === undefined ? {} : { encrypted }),
    ...(computed === undefined ? {} : { computed }),
  };
  const target = parseTarget(shape, input, path, problems);
  const id = input.get('id');
  const field: FieldInput = { id: typeof id === 'string' ? id : null, ...shape, ...target, default: null };
  checkUnique(field, path, problems);
  return { ...field, default: parseDefault(field, input.get('default'), `${path}.default`, problems) };
}

function checkKeys(input: ReadonlyMap<string, unknown>, path: string, problems: DefinitionProblems): void {
  for (const [key, value] of input) {
    const feature = UNAVAILABLE.get(key);
    if (feature !== undefined) {
      if (value !== null && value !== false && value !== '') problems.notAvailable(`${path}.${key}`, feature);
    } else if (!KEYS.includes(key)) {
      problems.add(`${path}.${excerpt(key)}`, 'unknown_key', unknownName(key, KEYS.slice(1)));
    }
  }
}

function parseFieldName(raw: unknown, path: string, problems: DefinitionProblems): string | null {
  if (typeof raw !== 'string' || raw === '') problems.add(path, 'field_name_required', 'a field needs a name');
  else if (raw.length > FIELD_NAME_LIMIT) {
    problems.add(path, 'field_name_too_long', `must be at most ${FIELD_NAME_LIMIT} characters long`);
  } else if (!NAME.test(raw)) {
    problems.add(path, 'field_name_invalid_format', 'must be a letter, then letters, digits and underscores');
  } else if (isSystemColumn(raw.toLowerCase())) {
    problems.add(path, 'field_name_reserved', `'${raw}' is a field that every record has`);
  } else return raw;
  return null;
}

function parseType(raw: unknown, path: string, problems: DefinitionProblems): Field['type'] | null {
  if (typeof raw !== 'string') problems.add(path, 'field_type_required', 'a field needs a type');
  else if (isFieldType(raw.toLowerCase())) return raw.toLowerCase() as Field['type'];
  else {
    const known = Object.keys(FIELD_TYPES).join(', ');
    problems.add(path, 'field_type_invalid', `'${excerpt(raw)}' is not one of: ${known}`);
  }
  return null;
}

function parseFlag(raw: unknown, path: string, problems: DefinitionProblems): boolean {
  if (typeof raw === 'boolean') return raw;
  if (raw !== undefined && raw !== null) problems.add(path, 'invalid_type', 'must be true or false');
  return false;
}

/** undefined: not sent. Encryption is turned off by false alone. */
function parseEncrypted(raw: unknown, path: string, problems: DefinitionProblems): boolean | undefined {
  return raw === undefined || raw === null ? undefined : parseFlag(raw, path, problems);
}

function parseOptions(type: Field['type'], raw: unknown, path: string, problems: DefinitionProblems): FieldOptions {
  if (raw !== undefined && raw !== null && (typeof raw !== 'object' || Array.isArray(raw))) {
    problems.add(path, 'invalid_type', 'must be an object');
    return {};
  }
  const definition = FIELD_TYPES[type];
  const names: readonly string[] = definition.optionNames;
  const options = new Map<string, unknown>(Object.entries(raw ?? {}).filter(([, value]) => value !== null));
  for (const name of options.keys()) {
    if (name === 'codelist') problems.notAvailable(`${path}.codelist`, 'Codelists are');
    else if (!names.includes(name)) {
      const message = unknownName(name, names).replace('is not known', `is not an option of a ${type} field`);
      problems.add(`${path}.${excerpt(name)}`, 'unknown_option', message);
    }
  }
  const report = (option: string, message: string) => problems.add(`${path}.${option}`, 'invalid_option', message);
  return definition.parseOptions(options, report);
}

type Target = Pick<Field, 'collection' | 'onDelete'>;

function parseTarget(
  field: Pick<Field, 'type' | 'required' | 'options'>,
  input: ReadonlyMap<string, unknown>,
  path: string,
  problems: DefinitionProblems,
): Target {
  const collection = input.get('collection') ?? '';
  const isReference = FIELD_TYPES[field.type].target?.rows === 'records';
  if (isReference && (typeof collection !== 'string' || collection === '')) {
    problems.add(`${path}.collection`, 'reference_collection_required', 'a reference names its collection');
  } else if (!isReference && collection !== '') {
    problems.add(`${path}.collection`, 'invalid_option', 'only a reference has a collection');
  }
  const target = isReference && typeof collection === 'string' ? collection : null;
  return { collection: target, onDelete: parseOnDelete(field, input.get('on_delete') ?? '', path, problems) };
}

function parseOnDelete(
  field: Pick<Field, 'type' | 'required' | 'options'>,
  raw: unknown,
  parent: string,
  problems: DefinitionProblems,
): OnDelete | null {
  const path = `${parent}.on_delete`;
  const text = typeof raw === 'string' ? raw.toLowerCase() : 'invalid';
  const { target } = FIELD_TYPES[field.type];
  if (target === null) {
    if (text !== '') problems.add(path, 'invalid_option', 'only references and users have on_delete');
    return null;
  }
  if (text === '') {
    if (target.onDeleteDefault === null) {
      problems.add(path, `${field.type}_on_delete_required`, `must be one of: ${ON_DELETE.join(', ')}`);
    }
    return target.onDeleteDefault;
  }
  if (!ON_DELETE.includes(text)) {
    problems.add(path, `${field.type}_on_delete_invalid`, `must be one of: ${ON_DELETE.join(', ')}`);
  } else if (!target.onDelete.includes(text as OnDelete)) {
    const message = `of a ${field.type} must be ${target.onDelete.join(' or ')}`;
    problems.add(path, `${field.type}_on_delete_${text}_forbidden`, message);
  } else if (text === 'set_null' && field.required && field.options.multiple !== true) {
    problems.add(path, 'on_delete_conflicts_with_required', 'set_null cannot empty a required field');
  }
  return text as OnDelete;
}

function checkUnique(field: FieldInput, path: string, problems: DefinitionProblems): void {
  if (!field.unique || (FIELD_TYPES[field.type].indexUse === 'unique' && !isList(field))) return;
  problems.add(`${path}.unique`, 'unique_not_possible', `a ${field.type} field of this kind cannot be unique`);
}

function parseDefault(field: FieldInput, raw: unknown, path: string, problems: DefinitionProblems): JsonValue {
  if (raw === undefined || raw === null) return null;
  if (!FIELD_TYPES[field.type].canHaveDefault) {
    problems.add(path, 'default_not_possible', `a ${field.type} field cannot have a default`);
    return null;
  }
  if (field.unique) {
    problems.add(path, 'default_not_possible', 'a unique field cannot have a default: two records would share it');
    return null;
  }
  const converted = FIELD_TYPES[field.type].convert(raw as JsonValue, field, { accountId: '' });
  if (!(converted instanceof Refusal)) return converted;
  problems.add(path, converted.code, converted.message);
  return null;
}
