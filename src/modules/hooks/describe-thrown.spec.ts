import { describeThrown } from './describe-thrown';

const hostile = {
  get [Symbol.toStringTag](): string {
    throw new Error('caught you');
  },
};
const unreadable = Object.defineProperty(new Error('x'), 'stack', {
  get: () => {
    throw new Error('caught you');
  },
});

test.each<[string, unknown, RegExp]>([
  ['an error', new TypeError('wrong'), /^TypeError: wrong\n +at /],
  [
    'an error with more on it',
    Object.assign(new Error('wrong'), { parameters: ['secret'] }),
    /^(?!.*secret)Error: wrong/s,
  ],
  ['a text', 'no', /^no error, but string no$/],
  ['nothing', undefined, /^no error, but undefined undefined$/],
  ['null', null, /null$/],
  ['a symbol', Symbol('s'), /symbol Symbol\(s\)$/],
  ['a record', { password: 'secret' }, /^no error, but \[object Object\]$/],
  ['what has no prototype', Object.create(null), /^no error, but \[object Object\]$/],
  ['what refuses to be described', hostile, /cannot be shown/],
  ['an error without a readable stack', unreadable, /cannot be shown/],
  ['an endless text', 'x'.repeat(1_000_000), /^.{10000}$/],
])('%s', (_, thrown, text) => {
  expect(describeThrown(thrown)).toMatch(text);
});
