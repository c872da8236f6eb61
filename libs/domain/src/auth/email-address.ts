/**
 * Addresses are shown as they were written and compared by a key, so that `Bob@x.org` and `bob@x.org` are one user. Of
 * characters that Unicode calls the same (the Kelvin sign and K) both have the usual one: mail must go to who the key means.
 */
const MAX_LENGTH = 255;
/**
 * One @, a dotted domain, no spaces, control characters or lone surrogates (they would end up in mail headers), nothing
 * invisible (two users would look like one). No nested repetition.
 */
const ADDRESS = /^[^\s@\p{C}<>()[\]\\,;:"]+@[^\s@\p{C}<>()[\]\\,;:".]+(?:\.[^\s@\p{C}<>()[\]\\,;:".]+)+$/u;

export interface EmailAddress {
  readonly email: string;
  readonly key: string;
}

/** null: not an e-mail address. */
export function parseEmailAddress(text: string): EmailAddress | null {
  const email = text.trim().normalize('NFC');
  if (email.length > MAX_LENGTH || !ADDRESS.test(email)) return null;
  const key = email.toLowerCase();
  return key.length > MAX_LENGTH ? null : { email, key };
}

/** The key of an address that is stored; those of other times may not be what is taken for an address now. */
export function emailKeyOf(email: string): string {
  return parseEmailAddress(email)?.key ?? email;
}
