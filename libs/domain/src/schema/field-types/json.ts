/** json: any JSON value that both engines can store. */
import { isCleanText } from '#domain/schema/clean-text';
import type { JsonValue } from '#domain/schema/collection';
import { Refusal } from './field-type';
import type { FieldTypeDefinition } from './field-type';
import { invalidText } from './text-rules';

/** Deep enough for documents; PostgreSQL's and SQLite's own readers go further. */
const DEPTH_LIMIT = 64;
/** Members of lists and objects, at all levels together: what a value costs depends on them rather than on its length. */
const MEMBER_LIMIT = 10_000;

export const jsonType: FieldTypeDefinition = {
  storage: () => 'column',
  storageKind: () => 'json',
  valueType: () => 'json',
  isList: () => false,
  target: null,
  indexUse: 'none',
  isFreeText: false,
  canBeMasked: false,
  canBeEncrypted: true,
  jsonSchema: () => ({ description: 'Any JSON value' }),
  optionNames: [],
  canHaveDefault: true,
  parseOptions: () => ({}),
  convert: (value) => checkJson(value, DEPTH_LIMIT) ?? value,
};

/** What is wrong with a value anywhere inside; `depth` is how many levels of lists and objects it may have. */
export function checkJson(value: JsonValue, depth: number): Refusal | null {
  return checkInside(value, depth, { members: MEMBER_LIMIT });
}

/** `left`: what the rest of the value may still have. */
function checkInside(value: JsonValue, depth: number, left: { members: number }): Refusal | null {
  if (typeof value === 'string') return isCleanText(value) ? null : invalidText();
  if (typeof value === 'number') {
    return Number.isFinite(value) ? null : new Refusal('invalid_json', 'Contains a number that is too large');
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth === 0) return new Refusal('invalid_json', 'Is nested too deeply');
  const members = Object.entries(value);
  left.members -= members.length;
  if (left.members < 0) return new Refusal('too_many_values', `Has more than ${MEMBER_LIMIT} members`);
  for (const [key, member] of members) {
    const refusal = isCleanText(key) ? checkInside(member, depth - 1, left) : invalidText();
    if (refusal) return refusal;
  }
  return null;
}
