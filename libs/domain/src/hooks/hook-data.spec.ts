import * as fc from 'fast-check';
import { bytesOf, checkData, copyData, frozen } from './hook-data';
import { HookAbort } from './hook-abort';

const MIB = 1_048_576;

test('whatever a request can send passes; its copy is the same JSON, and shares nothing with it', () => {
  const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }));
  fc.assert(
    fc.property(json, (data) => {
      const text = JSON.stringify(data);
      checkData(data, Buffer.byteLength(text));
      const copy = copyData(data);
      expect(JSON.stringify(copy)).toBe(text);
      frozen(data);
      copy['more'] = 1;
      expect(JSON.stringify(data)).toBe(text);
    }),
  );
});

test('a member named __proto__ stays a member', () => {
  const copy = copyData(JSON.parse('{"__proto__": {"polluted": true}}'));
  expect(Object.keys(copy)).toEqual(['__proto__']);
  expect('polluted' in copy).toBe(false);
});

test('members that are undefined are left out', () => {
  const data: unknown = { a: undefined, b: 1 };
  checkData(data, MIB);
  expect(Object.keys(copyData(data))).toEqual(['b']);
});

const cyclic: Record<string, unknown> = {};
cyclic['again'] = { cyclic };
let laughs: unknown = 'ha';
for (let level = 0; level < 60; level += 1) laughs = [laughs, laughs];

test.each<[string, unknown, RegExp]>([
  ['null', null, /plain object/],
  ['a list', [], /plain object/],
  ['a text', 'text', /plain object/],
  ['a Map', new Map(), /plain object, not \[object Map\]/],
  ['an instance of a class', new (class Post {})(), /plain object/],
  ['a function', { a: { b: [() => 1] } }, /^data\.a\.b\.0 must be a JSON value, not function/],
  ['a Date', { at: new Date(0) }, /^data\.at must be a JSON value, not \[object Date\]/],
  ['a bigint', { n: 1n }, /not bigint/],
  ['a symbol', { s: Symbol('s') }, /not symbol/],
  ['NaN', { n: Number.NaN }, /not NaN/],
  ['undefined in a list', { list: [undefined] }, /^data\.list\.0/],
  ['what holds itself', cyclic, /holds itself/],
  ['a text of 10 MB', { text: 'x'.repeat(10 * MIB) }, /larger than/],
  ['what unfolds to more than memory holds', { laughs }, /larger than/],
])('%s is refused', (_, data, message) => {
  expect(() => checkData(data, MIB)).toThrow(message);
});

test('what is frozen is frozen through and through, and measured', () => {
  const data = { list: [{ text: 'x'.repeat(1000) }] };
  expect(bytesOf(data)).toBeGreaterThan(1000);
  expect(frozen(data)).toBe(data);
  expect([data, data.list, data.list[0]].map(Object.isFrozen)).toEqual([true, true, true]);
});

test.each<[string, unknown[]]>([
  ['200', [200, 'Fine']],
  ['500', [500, 'Broken']],
  ['999', [999, 'What']],
  ['a text for a status', ['409', 'Text']],
  ['no message', [409]],
  ['an empty message', [409, '']],
  ['an endless message', [409, 'x'.repeat(100_000)]],
  ['an invalid code', [409, 'No', 'not a code']],
  ['a code that is an object', [409, 'No', {}]],
])('nobody can abort with %s', (_, given) => {
  expect(() => Reflect.construct(HookAbort, given) as unknown).toThrow(/abort/);
});

test('an abort cannot be made another one', () => {
  const abort = new HookAbort(409, 'No');
  expect(() => Object.assign(abort, { status: 200 })).toThrow(TypeError);
});
