import fc from 'fast-check';
import { SecretUnreadable } from '#application/ports/field-cipher';
import { ADDED_BYTES, PREFIX_CHARACTERS } from '#domain/records/ciphertext';
import { AesFieldCipher } from './aes-field-cipher.service';

const FIRST = 'the first secret of this suite, long enough';
const SECOND = 'the second secret of this suite, long enough';
const PLACE = { accountId: 'account', recordId: 'record', fieldId: 'field' };

test('what was encrypted is decrypted, and its length follows from that of the value', () => {
  const cipher = new AesFieldCipher([FIRST]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const stored = cipher.encrypt(text, PLACE);
      expect(stored.slice(0, PREFIX_CHARACTERS)).toBe(`v1.${cipher.keyId}.`);
      const bytes = Math.floor(((stored.length - PREFIX_CHARACTERS) * 3) / 4) - ADDED_BYTES;
      expect(bytes).toBe(Buffer.byteLength(text));
      expect(cipher.decrypt(stored, PLACE)).toBe(text);
    }),
  );
});

test('a previous secret decrypts, but encrypts nothing new', () => {
  const before = new AesFieldCipher([FIRST]);
  const rotated = new AesFieldCipher([SECOND, FIRST]);
  expect(rotated.decrypt(before.encrypt('text', PLACE), PLACE)).toBe('text');
  expect(() => before.decrypt(rotated.encrypt('text', PLACE), PLACE)).toThrow(`no key of this server has the id`);
  expect([
    rotated.isPrevious(before.keyId!),
    rotated.isPrevious(rotated.keyId!),
    before.isPrevious(rotated.keyId!),
  ]).toEqual([true, false, false]);
});

test('without a secret nothing is encrypted', () => {
  const none = new AesFieldCipher([]);
  expect(none.keyId).toBeNull();
  expect(() => none.encrypt('text', PLACE)).toThrow(expect.objectContaining({ code: 'RECORD_SECRET_KEY_MISSING' }));
});

test('nothing opens elsewhere, nor what was changed or cut at any place', () => {
  const cipher = new AesFieldCipher([FIRST]);
  const stored = cipher.encrypt('text', PLACE);
  for (const member of Object.keys(PLACE)) {
    expect(() => cipher.decrypt(stored, { ...PLACE, [member]: 'other' })).toThrow(SecretUnreadable);
  }
  for (let end = 0; end < stored.length; end += 1) {
    expect(() => cipher.decrypt(stored.slice(0, end), PLACE)).toThrow(SecretUnreadable);
    const other = stored[end] === 'A' ? 'Q' : 'A';
    expect(() => cipher.decrypt(stored.slice(0, end) + other + stored.slice(end + 1), PLACE)).toThrow(SecretUnreadable);
  }
});
