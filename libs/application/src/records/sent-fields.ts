/**
 * What a caller sends and may not write. Hooks are shown what will be written, so what is left out goes before them; what they
 * set themselves is theirs, and nobody's permission but the caller's is asked for what the caller sent.
 */
import type { Field } from '#domain/schema/collection';
import { findField } from '#domain/schema/find-field';
import type { WriteAnswer } from '#domain/schema/validate-record';
import type { RecordRequest } from './fresh-requests';

const NONE: readonly string[] = [];

/** What was done with the records that a request wrote. */
export interface Written<T> {
  readonly result: T;
  /** The fields that were sent in vain, each once, in the order in which they were sent. */
  readonly ignored: readonly string[];
}

/** A body as hooks are shown it. */
export interface SentFields {
  readonly body: Readonly<Record<string, unknown>>;
  readonly names: ReadonlySet<string>;
  readonly ignored: readonly string[];
}

export type WriteOperationName = 'create' | 'update';

export function answerTo(
  { ctx, access, catalog, collection }: RecordRequest,
  operation: WriteOperationName,
): (field: Field) => WriteAnswer {
  return (field) => access.answerWrite(ctx, catalog, collection, field, operation);
}

/** The body without the fields that are left out of it. */
export function sentFields(
  request: RecordRequest,
  operation: WriteOperationName,
  body: Readonly<Record<string, unknown>>,
): SentFields {
  const answer = answerTo(request, operation);
  const entries = Object.entries(body);
  const isDropped = ([name]: readonly [string, unknown]): boolean => {
    const field = findField(request.collection, name);
    return field !== undefined && answer(field) === 'drop';
  };
  const ignored = entries.filter(isDropped).map(([name]) => name);
  const kept = ignored.length === 0 ? body : Object.fromEntries(entries.filter((entry) => !isDropped(entry)));
  return { body: kept, names: new Set(Object.keys(kept)), ignored };
}

/** Each name once; the same list where there is nothing to say. */
export function ignoredNames(lists: Iterable<readonly string[]>): readonly string[] {
  let names: Set<string> | undefined;
  for (const list of lists) {
    for (const name of list) (names ??= new Set()).add(name);
  }
  return names === undefined ? NONE : [...names];
}
