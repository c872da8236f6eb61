import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { newId } from '../kernel/ids';
import { isApiKeyShaped, signApiKey, verifyApiKey } from './api-key-token';
import { randomRuns } from '../../../../test/support/random-runs';

const SIGNING_KEY = randomBytes(32);
const ID = newId();
const KEY = signApiKey(ID, 'nonce', SIGNING_KEY);

function signed(payload: string, prefix = 'sb_ak'): string {
  const signature = createHmac('sha256', SIGNING_KEY).update(`sb_ak.${payload}`).digest('base64url');
  return `${prefix}.${payload}.${signature}`;
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a key names its row, and has the form that clients recognise', () => {
  expect(KEY).toMatch(/^sb_ak\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/);
  expect(isApiKeyShaped(KEY)).toBe(true);
  expect(verifyApiKey(KEY, SIGNING_KEY)).toBe(ID);
});

test('no changed character goes unnoticed', () => {
  fc.assert(
    fc.property(fc.nat(KEY.length - 1), fc.constantFrom('A', 'z', '0', '_', '-', '.', '='), (at, character) => {
      fc.pre(KEY[at] !== character);
      expect(verifyApiKey(KEY.slice(0, at) + character + KEY.slice(at + 1), SIGNING_KEY)).toBeNull();
    }),
    randomRuns(1000),
  );
});

test.each([
  ['another signing key', signApiKey(ID, 'nonce', randomBytes(32))],
  ['another prefix', KEY.replace('sb_ak', 'sb_pt')],
  ['a fourth part', `${KEY}.x`],
  ['no signature', KEY.slice(0, KEY.lastIndexOf('.'))],
  ['an empty signature', KEY.slice(0, KEY.lastIndexOf('.') + 1)],
  ['padding', `${KEY}=`],
  ['another version', signed(encoded({ v: 2, id: ID }))],
  ['no id', signed(encoded({ v: 1 }))],
  ['an invalid id', signed(encoded({ v: 1, id: 'x' }))],
  ['an operator object as id', signed(encoded({ v: 1, id: { $ne: null } }))],
  ['null', signed(encoded(null))],
  ['no JSON', signed('abc')],
  ['too long a text', signed(encoded({ v: 1, id: ID, n: 'x'.repeat(1000) }))],
  ['nothing', ''],
])('a key with %s is refused', (_what, key) => {
  expect(verifyApiKey(key, SIGNING_KEY)).toBeNull();
});

test('any text is only refused, never an exception', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => verifyApiKey(`sb_ak.${text}`, SIGNING_KEY) === null));
});
