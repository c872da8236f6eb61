/** file: what an upload answered with; the path must lie in the record's account, so no record can point at another's. */
import type { JsonValue } from '#domain/schema/collection';
import type { JsonSchema } from '#domain/schema/json-schema';
import { Refusal, wrongType } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { checkJson } from './json';

const DEPTH_LIMIT = 4;
const TEXT_LIMIT = 255;
const STORED_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;
const REQUIRED_MEMBERS = ['filename', 'size', 'mime_type', 'path'];

const SCHEMA: JsonSchema = {
  type: 'object',
  required: REQUIRED_MEMBERS,
  properties: {
    filename: { type: 'string' },
    size: { type: 'integer' },
    mime_type: { type: 'string' },
    path: { type: 'string' },
  },
  additionalProperties: true,
};

export const fileType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'json',
  valueType: () => 'json',
  isList: () => false,
  target: null,
  indexUse: 'none',
  isFreeText: false,
  canBeMasked: false,
  canBeEncrypted: false,
  jsonSchema: () => SCHEMA,
  optionNames: [],
  canHaveDefault: false,
  parseOptions: () => ({}),
  convert(value, _field, context) {
    const parsed = typeof value === 'string' ? parseText(value) : value;
    if (parsed instanceof Refusal) return parsed;
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return wrongType('file object', value);
    const members = new Map<string, JsonValue>(Object.entries(parsed));
    const missing = REQUIRED_MEMBERS.filter((name) => !members.has(name));
    if (missing.length > 0) return new Refusal('missing_file_metadata', `Missing: ${missing.join(', ')}`);
    return checkMembers(members, context.accountId) ?? checkJson(parsed, DEPTH_LIMIT) ?? parsed;
  },
};

/** Clients of the older server send back the JSON text that it answered with. */
function parseText(text: string): JsonValue | Refusal {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return new Refusal('invalid_json', 'Expected a file object');
  }
}

function checkMembers(members: ReadonlyMap<string, JsonValue>, accountId: string): Refusal | null {
  for (const name of ['filename', 'mime_type']) {
    const text = members.get(name);
    if (typeof text !== 'string' || text === '' || text.length > TEXT_LIMIT) {
      return new Refusal('invalid_file_metadata', `${name} must be a text of 1 to ${TEXT_LIMIT} characters`);
    }
  }
  const size = members.get('size');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    return new Refusal('invalid_file_metadata', 'size must be a whole number of bytes');
  }
  const path = members.get('path');
  const prefix = `${accountId}/`;
  if (typeof path === 'string' && path.startsWith(prefix) && STORED_NAME.test(path.slice(prefix.length))) return null;
  return new Refusal('invalid_file_metadata', "path must name a file of the record's own account");
}
