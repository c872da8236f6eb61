import { SecretBox } from './secret-box';

const FIRST = 'the first secret of this suite, long enough';
const SECOND = 'the second secret of this suite, long enough';

test('what was sealed opens again, and shows nothing until then', () => {
  const box = new SecretBox([FIRST]);
  const sealed = box.seal('{"token":"ünïcode"}', 'job-1');
  expect(sealed).toMatch(/^[\w-]+$/);
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('token');
  expect(box.open(sealed, 'job-1')).toBe('{"token":"ünïcode"}');
  expect(box.seal('same', 'job-1')).not.toBe(box.seal('same', 'job-1'));
});

test('a previous secret opens, but seals nothing new', () => {
  const before = new SecretBox([FIRST]).seal('text', 'x');
  const rotated = new SecretBox([SECOND, FIRST]);
  expect(rotated.open(before, 'x')).toBe('text');
  expect(() => new SecretBox([FIRST]).open(rotated.seal('text', 'x'), 'x')).toThrow('does not know');
  expect(() => new SecretBox([SECOND]).open(before, 'x')).toThrow('does not know');
});

test('nothing opens that was changed, cut, or belongs elsewhere', () => {
  const box = new SecretBox([FIRST]);
  const sealed = box.seal('text', 'x');
  const changed = Buffer.from(sealed, 'base64url');
  changed[changed.length - 1]! ^= 1;
  for (const wrong of [changed.toString('base64url'), sealed.slice(0, 30), sealed.slice(0, 10), '']) {
    expect(() => box.open(wrong, 'x')).toThrow('does not know');
  }
  expect(() => box.open(sealed, 'y')).toThrow('does not know');
});
