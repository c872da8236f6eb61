import { DomainError } from '#domain/kernel/errors';

/** A run of percent-encoded bytes that ASCII has no characters for. */
const ENCODED = /(?:%[89a-f][0-9a-f])+/gi;

/**
 * Throws DomainError REQUEST_MALFORMED where bytes that are percent-encoded in the text are no UTF-8: what is made of them would
 * not be what was sent. `name`: of the text.
 */
export function assertUtf8(text: string, name: string): void {
  for (const run of text.match(ENCODED) ?? []) {
    try {
      decodeURIComponent(run);
    } catch {
      throw notUtf8(name);
    }
  }
}

export function notUtf8(name: string): DomainError {
  return new DomainError('REQUEST_MALFORMED', 'invalid', `${name} is not valid UTF-8`);
}
