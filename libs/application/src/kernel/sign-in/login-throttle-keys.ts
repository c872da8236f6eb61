/**
 * The keys by which login attempts are counted. A user is named by account and e-mail key whether it exists or not, so
 * that a lock tells nothing; all keys of one user have the same prefix, so that they can be cleared together.
 */
import { createHash } from 'node:crypto';
import { networkOf } from '#domain/auth/client-network';
import type { AttemptKeys } from '../../ports/login-attempt-store';

/** Half a SHA-256 for the user, half for the address: 128 bits each. */
const HALF = 32;

/**
 * `address` counts for the client's network, over all users. `strangers` counts for the user, over all addresses that
 * it has not logged in from; it sorts before `known`, which counts for the user at this address.
 */
export type LoginKeys = AttemptKeys;

export function loginKeys(account: string, emailKey: string, ip: string | null): LoginKeys {
  const user = userKeyPrefix(account, emailKey);
  return {
    address: addressKey(ip),
    strangers: user + '0'.repeat(HALF),
    known: user + sha256(`known\0${clientNetwork(ip)}`).slice(0, HALF),
  };
}

export function addressKey(ip: string | null): string {
  return sha256(`address\0${clientNetwork(ip)}`);
}

function clientNetwork(ip: string | null): string {
  return ip === null ? '' : networkOf(ip);
}

export function userKeyPrefix(account: string, emailKey: string): string {
  return sha256(`user\0${account}\0${emailKey}`).slice(0, HALF);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
