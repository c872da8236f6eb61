/** The bodies of trials on the records of a collection: for `rules/test` and `rules/explain`. */
import { type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { unknownName } from '#domain/kernel/nearest-name';
import { ownValue } from '#domain/kernel/own-value';
import { excerpt } from '#domain/schema/clean-text';

export const TRIAL_OPERATIONS = ['list', 'view', 'update', 'delete'] as const;
/** On records that are there. */
export type TrialOperation = (typeof TRIAL_OPERATIONS)[number];

export interface TrialInput {
  readonly collection: string;
  readonly operation: TrialOperation;
  /** Instead of the collection's own; absent: that one. */
  readonly rule?: string;
  /** A user's id; null: somebody who has not signed in. Absent: nobody is named. */
  readonly user?: string | null;
  readonly record?: string;
}

type Member = keyof TrialInput;

const MEMBERS: readonly Member[] = ['collection', 'operation', 'record', 'user', 'rule'];

/** Whether a body of `rules/test` is about a record that there is, rather than about values that it sends. */
export function isOnRecord(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, 'collection');
}

/** A trial on a record, by a user or a stranger. Throws RULE_TRIAL_INVALID. */
export function parseRecordTrial(body: unknown): TrialInput & { readonly record: string } {
  const input = parse(body, ['collection', 'operation', 'record']);
  if (input.user !== undefined) return { ...input, record: input.record! };
  throw invalidTrial([{ field: 'user', code: 'required', message: "Must be a user's id, or null for a stranger" }]);
}

/** Throws RULE_TRIAL_INVALID. */
export function parseExplanation(body: unknown): TrialInput {
  const input = parse(body, ['collection', 'operation']);
  if (input.record !== undefined || input.user !== undefined) return input;
  throw invalidTrial([{ field: 'record', code: 'required', message: 'Name a record, a user, or both' }]);
}

export function invalidTrial(problems: readonly FieldProblem[]): Error {
  return invalidFields('RULE_TRIAL_INVALID', problems);
}

function parse(body: unknown, required: readonly Member[]): TrialInput {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidTrial([{ field: 'body', code: 'invalid_type', message: 'Must be an object' }]);
  }
  const given = body as Readonly<Record<string, unknown>>;
  const problems = [...unknownMembers(given), ...MEMBERS.flatMap((name) => problemOf(name, given, required))];
  if (problems.length > 0) throw invalidTrial(problems);
  const members = MEMBERS.filter((name) => isGiven(name, given)).map((name): [string, unknown] => [name, given[name]]);
  return Object.fromEntries(members) as unknown as TrialInput;
}

/** Of the others, null is as good as nothing; a user who is null is a stranger. */
function isGiven(name: Member, given: Readonly<Record<string, unknown>>): boolean {
  return name === 'user' ? Object.hasOwn(given, name) : (ownValue(given, name) ?? null) !== null;
}

function problemOf(
  name: Member,
  given: Readonly<Record<string, unknown>>,
  required: readonly Member[],
): readonly FieldProblem[] {
  const value = ownValue(given, name) ?? null;
  if (value === null) {
    return required.includes(name) ? [{ field: name, code: 'required', message: 'Must be a text' }] : [];
  }
  if (typeof value !== 'string') return [{ field: name, code: 'invalid_type', message: 'Must be a text' }];
  if (name !== 'operation' || TRIAL_OPERATIONS.some((operation) => operation === value)) return [];
  return [{ field: name, code: 'invalid_value', message: `Must be one of ${TRIAL_OPERATIONS.join(', ')}` }];
}

function unknownMembers(given: Readonly<Record<string, unknown>>): readonly FieldProblem[] {
  const known: readonly string[] = MEMBERS;
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => ({ field: excerpt(name), code: 'unknown_key', message: unknownName(name, known) }));
}
