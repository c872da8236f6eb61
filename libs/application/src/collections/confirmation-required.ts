import { DomainError } from '#domain/kernel/errors';
import type { ChangeDescription } from '#domain/schema/describe-change';

/** A change that destroys what is stored, asked for without `confirm`; `plan`: everything that it would do. */
export function confirmationRequired(what: string, plan: readonly ChangeDescription[]): DomainError {
  const message = `${what}; confirm it to go on`;
  return new DomainError('SCHEMA_CONFIRMATION_REQUIRED', 'conflict', message, {
    hint: 'Send the same request with "confirm": true in its body, or with ?confirm=true',
    body: { plan },
  });
}
