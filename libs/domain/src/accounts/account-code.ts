/**
 * Account codes (`AB1234`) are drawn at random, not counted up: a counter would let anybody list the tenants, and two
 * registrations at the same time would draw the same one. A caller that inserts an account draws again after a clash.
 */
import { randomInt } from 'node:crypto';

const CODE = /^[A-Z]{2}[0-9]{4}$/;
const LETTERS = 26;
const NUMBERS = 10_000;
const FIRST_LETTER = 'A'.charCodeAt(0);
/** `SY0000` is the system account; the whole block stays free. */
const RESERVED_BLOCK = 'SY';

/** A random code, never of the reserved block; it may be in use already. */
export function newAccountCode(): string {
  for (;;) {
    const letters = String.fromCharCode(FIRST_LETTER + randomInt(LETTERS), FIRST_LETTER + randomInt(LETTERS));
    if (letters !== RESERVED_BLOCK) return letters + randomInt(NUMBERS).toString().padStart(4, '0');
  }
}

/** True for the shape of a code, in upper case. */
export function isAccountCode(text: string): boolean {
  return CODE.test(text);
}
