/**
 * What login attempts are counted by. A user is named by account and e-mail key whether it exists or not, so that a lock
 * tells nothing; all keys of one user begin alike, so that they can be cleared together.
 */
import { createHash } from 'node:crypto';
import { networkOf } from '#domain/auth/client-network';

/** Half a SHA-256 for the user, half for the address: 128 bits each. */
const HALF = 32;

export interface LoginKeys {
  /** Of the client's network, over all users. */
  readonly address: string;
  /** Of the user, over all addresses that it has not logged in from. Sorts before `known`. */
  readonly strangers: string;
  /** Of the user at this address. A row under it says that the user has logged in from there. */
  readonly known: string;
}

export function loginKeys(account: string, emailKey: string, ip: string | null): LoginKeys {
  const network = ip === null ? '' : networkOf(ip);
  const user = userKeyPrefix(account, emailKey);
  return {
    address: sha256(`address\0${network}`),
    strangers: user + '0'.repeat(HALF),
    known: user + sha256(`known\0${network}`).slice(0, HALF),
  };
}

export function userKeyPrefix(account: string, emailKey: string): string {
  return sha256(`user\0${account}\0${emailKey}`).slice(0, HALF);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
