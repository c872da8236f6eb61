import { newId } from '../kernel/ids';
import { hashSecret, newSecret, sameHash } from './opaque-token';
import { formatRefreshToken, parseRefreshToken } from './refresh-token';

test('a token is read back as its row and the hash of its secret', () => {
  const [id, secret] = [newId(), newSecret()];
  expect(parseRefreshToken(formatRefreshToken(id, secret))).toEqual({ id, hash: hashSecret(secret) });
});

test.each(['', 'x', newId(), `${newId()}.`, `${newId()}.short`, `${newId()}.${newSecret()}x`, `x.${newSecret()}`])(
  '%j is no refresh token',
  (token) => {
    expect(parseRefreshToken(token)).toBeNull();
  },
);

test('hashes are the same or not, whatever their length', () => {
  const hash = hashSecret('a');
  expect(sameHash(hash, hashSecret('a'))).toBe(true);
  expect(sameHash(hash, hashSecret('b'))).toBe(false);
  expect(sameHash(hash, '')).toBe(false);
});
