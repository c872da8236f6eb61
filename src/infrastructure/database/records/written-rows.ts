import { DomainError } from '#domain/kernel/errors';
import { ownValue } from '#domain/kernel/own-value';
import type { Field, JsonValue } from '#domain/schema/collection';

/**
 * Counts what one call writes: its records, those that a delete takes with it or clears references of, and the rows in
 * which multiple references are kept.
 */
export class WrittenRows {
  private count = 0;

  constructor(private readonly limit: number) {}

  /** Throws RECORD_TOO_MANY_ROWS where these are more than may be written. */
  add(rows: number): void {
    this.count += rows;
    if (this.count > this.limit) throw tooManyRows(this.limit);
  }
}

/** The rows that a record takes beside its own, one for each element of its multiple references. */
export function countLinks(linked: readonly Field[], values: Readonly<Record<string, JsonValue>>): number {
  let count = 0;
  for (const { name } of linked) count += ((ownValue(values, name) ?? []) as readonly JsonValue[]).length;
  return count;
}

function tooManyRows(limit: number): DomainError {
  const message = `More than ${limit.toLocaleString('en-US')} rows would be written at once`;
  return new DomainError('RECORD_TOO_MANY_ROWS', 'unprocessable', message, {
    hint: 'Records that are deleted or changed with another one count too. Write or delete fewer at a time.',
  });
}
