/** Turns the body of a create or update into stored values, or says everything that is wrong with it. */
import { invalidFields } from '#domain/kernel/errors';
import type { DomainError, FieldProblem } from '#domain/kernel/errors';
import type { Mask } from '#domain/masks/mask';
import { looksMasked } from '#domain/masks/masked-text';
import { excerpt } from './clean-text';
import { ACCOUNT_NAME, isSystemColumn } from './collection';
import type { Collection, Field, JsonValue } from './collection';
import { isEncrypted, isList, storageOf } from './field-storage';
import { FIELD_TYPES } from './field-types';
import { Refusal } from './field-types/field-type';
import type { ConversionContext } from './field-types/field-type';
import { findField } from './find-field';
import { findTooLong } from './indexed-bytes';

/** Enough to mend any honest body; a hostile one cannot make a large answer. */
const PROBLEMS_LIMIT = 100;

/** What becomes of a value that a caller sends: it is stored, left out, refused, or refused as if there were no such field. */
export type WriteAnswer = 'allow' | 'drop' | 'refuse' | 'unknown';

export interface WriteContext extends ConversionContext {
  answer(field: Field): WriteAnswer;
  /** What the caller reads instead of the field's values; null: the values. */
  maskFor(field: Field): Mask | null;
  /** What the caller has sent themselves, rather than a hook for them; absent: everything. */
  readonly sentBy?: ReadonlySet<string>;
}

/**
 * By field name, in stored form; what is absent is null (an empty list for a multiple reference). Keys are the exact names
 * of fields, so there may be a member called `constructor`: read them with Object.hasOwn.
 */
export interface ValidRecord {
  /** What the caller sent and may write. */
  readonly sent: Readonly<Record<string, JsonValue>>;
  /** The same and, on create, the defaults of the other fields. */
  readonly stored: Readonly<Record<string, JsonValue>>;
  /** The fields that the caller sent in vain. */
  readonly ignored: readonly string[];
}

/** @throws DomainError RECORD_INVALID (422) with every problem as a detail. */
export function validateRecord(
  collection: Collection,
  input: unknown,
  mode: 'create' | 'patch',
  context: WriteContext,
): ValidRecord {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw invalidRecord([{ field: 'body', code: 'invalid_type', message: 'Expected a JSON object' }]);
  }
  const sent: Record<string, JsonValue> = {};
  const ignored: string[] = [];
  const problems: FieldProblem[] = [];
  for (const [name, value] of Object.entries(input as Readonly<Record<string, JsonValue>>)) {
    const field = findField(collection, name);
    const answer = field ? answerTo(field, context) : 'unknown';
    if (field && answer === 'drop') ignored.push(name);
    else if (field && answer !== 'unknown') {
      const converted = answer === 'allow' ? convertSent(collection, field, value, context) : notWritable(name);
      if (converted instanceof Refusal) problems.push(problem(name, converted));
      else sent[name] = converted;
    } else problems.push(problem(name, unknownKey(name)));
    if (problems.length >= PROBLEMS_LIMIT) throw invalidRecord(problems);
  }
  const stored = mode === 'create' ? withDefaults(collection, input, { sent, ignored }, context, problems) : sent;
  if (problems.length > 0) throw invalidRecord(problems);
  return { sent, stored, ignored };
}

/** A hook may set every field. */
function answerTo(field: Field, context: WriteContext): WriteAnswer {
  return isSentBy(context, field) ? context.answer(field) : 'allow';
}

function isSentBy({ sentBy }: WriteContext, { name }: Field): boolean {
  return sentBy === undefined || sentBy.has(name);
}

/** What was read masked of another record, or before the value changed, would overwrite a value with stars. Bullets are never a secret. */
function convertSent(
  collection: Collection,
  field: Field,
  value: JsonValue,
  context: WriteContext,
): JsonValue | Refusal {
  const isComparable = typeof value === 'string' && (isSentBy(context, field) || isEncrypted(field));
  const mask = isComparable ? context.maskFor(field) : null;
  return mask !== null && looksMasked(mask, value as string) ? MASKED : convertField(collection, field, value, context);
}

const MASKED = new Refusal(
  'masked_value',
  'Is a masked value, and not that of the record: send the value or leave it out',
);

function convertField(
  collection: Collection,
  field: Field,
  value: JsonValue,
  context: ConversionContext,
): JsonValue | Refusal {
  if (value === null) {
    if (field.required) return new Refusal('required_null', `Required field '${field.name}' cannot be null`);
    return storageOf(field) === 'junction' ? [] : null;
  }
  const converted = FIELD_TYPES[field.type].convert(value, field, context);
  if (field.required && isList(field) && Array.isArray(converted) && converted.length === 0) {
    return new Refusal('required_null', `Required field '${field.name}' needs at least one value`);
  }
  if (converted instanceof Refusal) return converted;
  const tooLong = findTooLong(collection, field, converted);
  if (tooLong === undefined) return converted;
  const { at, limit } = tooLong;
  const subject = at === field.name ? 'Must' : `'${at}' must`;
  return new Refusal('too_long', `${subject} be at most ${limit} bytes long, because it is in an index`);
}

function withDefaults(
  collection: Collection,
  input: object,
  { sent, ignored }: Pick<ValidRecord, 'sent' | 'ignored'>,
  context: WriteContext,
  problems: FieldProblem[],
): Readonly<Record<string, JsonValue>> {
  const stored = { ...sent };
  for (const field of collection.fields) {
    if (Object.hasOwn(input, field.name) && !ignored.includes(field.name)) continue;
    if (field.default !== null) stored[field.name] = field.default;
    else if (field.required) problems.push(context.answer(field) === 'allow' ? missing(field) : MISSING_UNNAMED);
  }
  return stored;
}

function missing({ name }: Field): FieldProblem {
  return problem(name, new Refusal('required_missing', `Required field '${name}' is missing`));
}

/** Does not name the field: a caller who may not write it need not learn that it exists. */
const MISSING_UNNAMED: FieldProblem = {
  field: 'body',
  code: 'required_missing',
  message: 'The record needs a value that you cannot set',
};

function notWritable(name: string): Refusal {
  return new Refusal('not_writable', `Field '${name}' is not yours to write`);
}

function unknownKey(name: string): Refusal {
  if (isSystemColumn(name) || name === ACCOUNT_NAME)
    return new Refusal('system_field', `Field '${name}' is set by the server`);
  return new Refusal('unknown_field', `Unknown field '${excerpt(name)}' not defined in collection schema`);
}

function problem(name: string, refusal: Refusal): FieldProblem {
  return { field: excerpt(name), code: refusal.code, message: refusal.message };
}

function invalidRecord(problems: readonly FieldProblem[]): DomainError {
  return invalidFields('RECORD_INVALID', problems);
}
