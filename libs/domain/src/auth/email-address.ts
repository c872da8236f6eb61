/**
 * Addresses are shown as they were written and compared by a key, so that `Bob@x.org` and `bob@x.org` are one user.
 * Where Unicode calls two characters the same (the Kelvin sign and K), address and key both have the usual one: mail
 * must go to the person whom the key means.
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

/** The key of a stored address; an older one may no longer be accepted as an address. */
export function emailKeyOf(email: string): string {
  return parseEmailAddress(email)?.key ?? email;
}
