/** Addresses are shown as they were written and compared by a key, so that `Bob@x.org` and `bob@x.org` are one user. */
const MAX_LENGTH = 255;
/** One @, a dotted domain, no spaces, control characters or lone surrogates (they would end up in mail headers). No nested repetition. */
const ADDRESS =
  /^[^\s@\p{Cc}\p{Cs}<>()[\]\\,;:"]+@[^\s@\p{Cc}\p{Cs}<>()[\]\\,;:".]+(?:\.[^\s@\p{Cc}\p{Cs}<>()[\]\\,;:".]+)+$/u;

export interface EmailAddress {
  readonly email: string;
  readonly key: string;
}

/** null: not an e-mail address. */
export function parseEmailAddress(text: string): EmailAddress | null {
  const email = text.trim();
  if (email.length > MAX_LENGTH || !ADDRESS.test(email)) return null;
  const key = email.normalize('NFC').toLowerCase();
  return key.length > MAX_LENGTH ? null : { email, key };
}
