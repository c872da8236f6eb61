import { credentialToken } from './caller-headers';

test.each([
  [{}, undefined],
  [{ authorization: 'Bearer abc' }, 'abc'],
  [{ authorization: 'bEaReR   abc' }, 'abc'],
  [{ authorization: 'Bearer' }, ''],
  [{ authorization: 'Bearer ' }, ''],
  [{ authorization: 'Basic abc' }, ''],
  [{ authorization: 'Bearerabc' }, ''],
  [{ authorization: 'abc' }, ''],
  [{ authorization: '' }, ''],
  [{ authorization: 'eyJhbGciOiJIUzI1NiJ9.e30.abc' }, ''],
  [{ 'x-api-key': '' }, ''],
  [{ 'x-api-key': 'sb_ak.a.b' }, 'sb_ak.a.b'],
  [{ authorization: 'Bearer abc', 'x-api-key': 'sb_ak.a.b' }, 'abc'],
  // A bad bearer is final: the key beside it does not save the request.
  [{ authorization: 'Bearer', 'x-api-key': 'sb_ak.a.b' }, ''],
  [{ authorization: 'Basic abc', 'x-api-key': 'sb_ak.a.b' }, ''],
])('%j carries %j', (headers, token) => {
  expect(credentialToken({ headers })).toBe(token);
});
