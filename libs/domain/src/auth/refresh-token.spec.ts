import { createHmac, randomBytes } from 'node:crypto';
import { newId } from '../kernel/ids';
import { hashSecret, newSecret, sameHash } from './opaque-token';
import { formatRefreshToken, isMarkedWith, parseRefreshToken } from './refresh-token';

const KEY = randomBytes(32);
const MARK = 'A'.repeat(22);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const isMarked = (token: string, key = KEY): boolean => isMarkedWith(key, parseRefreshToken(token)!);

test('a token is read back as what names its session, its secret and a mark of half a SHA-256', () => {
  const [id, secret] = [newId(), newSecret()];
  const mark = createHmac('sha256', KEY).update(`${id}.${secret}`).digest().subarray(0, 16).toString('base64url');
  const token = formatRefreshToken(id, secret, KEY);
  expect(token).toBe(`${id}.${secret}.${mark}`);
  expect(parseRefreshToken(token)).toEqual({ id, secret, hash: hashSecret(secret), mark });
});

test('a token of an earlier server has no mark, and so proves nothing once it is used', () => {
  const [id, secret] = [newId(), newSecret()];
  const token = `${id}.${secret}`;
  expect(parseRefreshToken(token)).toEqual({ id, secret, hash: hashSecret(secret), mark: null });
  expect(isMarked(token)).toBe(false);
});

test.each([
  '',
  'x',
  newId(),
  `${newId()}.`,
  `${newId()}.short`,
  `${newId()}.${newSecret()}x`,
  `x.${newSecret()}`,
  `${newId().toUpperCase()}.${newSecret()}.${MARK}`,
  `${newId()}.${'é'.repeat(43)}.${MARK}`,
  `${newId()}.${newSecret()}.`,
  `${newId()}.${newSecret()}.${MARK}A`,
  `${newId()}.${newSecret()}.${'é'.repeat(22)}`,
  `${newId()}.${newSecret()}.${MARK}.${MARK}`,
  `${newId()}.${newSecret()}.${MARK}\n`,
])('%j is no refresh token', (token) => {
  expect(parseRefreshToken(token)).toBeNull();
});

test('a mark holds for its id, its secret and its key only, and in one spelling', () => {
  const [id, secret] = [newId(), newSecret()];
  const token = formatRefreshToken(id, secret, KEY);
  const mark = token.split('.')[2]!;
  expect(isMarked(token)).toBe(true);
  expect(isMarked(token, randomBytes(32))).toBe(false);
  expect(isMarked(`${newId()}.${secret}.${mark}`)).toBe(false);
  expect(isMarked(`${id}.${newSecret()}.${mark}`)).toBe(false);
  const respelled = Array.from(ALPHABET, (last) => mark.slice(0, -1) + last).filter((other) => other !== mark);
  expect(respelled.filter((other) => isMarked(`${id}.${secret}.${other}`))).toEqual([]);
  expect(respelled).toHaveLength(63);
});

test('hashes are the same or not, whatever their length', () => {
  const hash = hashSecret('a');
  expect(sameHash(hash, hashSecret('a'))).toBe(true);
  expect(sameHash(hash, hashSecret('b'))).toBe(false);
  expect(sameHash(hash, '')).toBe(false);
});
