/**
 * Addresses are shown as they were written and compared by a key, so that `Bob@x.org` and `bob@x.org` are one user, and so
 * are `bob@münchen.de` and `bob@xn--mnchen-3ya.de`. Where Unicode calls two characters the same (the Kelvin sign and K),
 * address and key both have the usual one: mail must go to the person whom the key means.
 */
import { parseEmailDomain } from './email-domain';

const MAX_LENGTH = 255;
const MAX_LOCAL_BYTES = 64;
/**
 * One @, a dotted domain, no spaces, control characters or lone surrogates (they would end up in mail headers), nothing
 * invisible (two users would look like one). No nested repetition.
 */
const ADDRESS = /^[^\s@\p{C}<>()[\]\\,;:"]+@[^\s@\p{C}<>()[\]\\,;:".]+(?:\.[^\s@\p{C}<>()[\]\\,;:".]+)+$/u;
/** Dots stand between other characters. */
const LOCAL = /^[^.]+(?:\.[^.]+)*$/;

export interface EmailAddress {
  readonly email: string;
  readonly key: string;
}

interface Parts extends EmailAddress {
  readonly canBeSentTo: boolean;
}

/** null: not an e-mail address. */
export function parseEmailAddress(text: string): EmailAddress | null {
  const parts = partsOf(text);
  return parts?.canBeSentTo === true ? { email: parts.email, key: parts.key } : null;
}

/** The key that a user may be stored under who is asked for by this text; null: none can be. */
export function findableKey(text: string): string | null {
  return partsOf(text)?.key ?? null;
}

/** The key of a stored address; an older one may no longer be accepted as an address. */
export function emailKeyOf(email: string): string {
  return findableKey(email) ?? email;
}

/** Also of what was taken for an address by earlier versions, and is not any more. */
function partsOf(text: string): Parts | null {
  const written = text.trim().normalize('NFC');
  if (written.length > MAX_LENGTH || !ADDRESS.test(written)) return null;
  const at = written.indexOf('@');
  const local = written.slice(0, at);
  const domain = parseEmailDomain(written.slice(at + 1));
  const email = domain === null ? written : `${local}@${domain.shown}`;
  const key = domain === null ? written.toLowerCase() : `${local.toLowerCase()}@${domain.ascii}`;
  if (key.length > MAX_LENGTH || email.length > MAX_LENGTH) return null;
  const isLocal = LOCAL.test(local) && Buffer.byteLength(local) <= MAX_LOCAL_BYTES;
  return { email, key, canBeSentTo: isLocal && domain !== null };
}
