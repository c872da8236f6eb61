import type { IfMatch } from '../ports/record-store';
import { DomainError } from '#domain/kernel/errors';

const MAX_TAGS = 10;
/** Strong tags are ours; a weak one (W/"…") never matches, as RFC 9110 §13.1.1 demands. */
const TAG = /^(?:"(\d{1,9})"|W\/"[^"]*")$/;

/** Reads If-Match: absent or `*` accept every revision. Throws DomainError IF_MATCH_INVALID (400). */
export function parseIfMatch(header: string | undefined): IfMatch {
  if (header === undefined || header.trim() === '*') return null;
  const tags = header.split(',').map((tag) => TAG.exec(tag.trim()));
  if (tags.length > MAX_TAGS || tags.includes(null)) {
    throw new DomainError('IF_MATCH_INVALID', 'invalid', 'If-Match must be the ETag of a record, as it was received');
  }
  return tags.flatMap((tag) => (tag![1] === undefined ? [] : [Number(tag![1])]));
}

/** For requests that no single record answers: ignored, the header would only look like protection. Throws IF_MATCH_INVALID (400). */
export function refuseIfMatch(header: string | undefined): void {
  if (parseIfMatch(header) === null) return;
  throw new DomainError('IF_MATCH_INVALID', 'invalid', 'If-Match is for requests that change or delete one record', {
    field: 'If-Match',
    hint: 'Send a request for each record, or leave the header out',
  });
}
