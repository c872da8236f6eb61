import fc from 'fast-check';
import { jsonText } from './json-text';

it.each([
  [null, 'null'],
  [{ a: [1, 2.5, -0.1, 1e21, 'x "y" 7.6596495', true] }, '{"a":[1,2.5,-0.1,1e+21,"x \\"y\\" 7.6596495",true]}'],
  [[7.6596495, 48.8750076], '[7.659649500000000444,48.87500760000000355]'],
  [9007199254740991, '9007199254740991'],
  [['12345678901234567890123', '\\'], '["12345678901234567890123","\\\\"]'],
])('%j is kept as %s', (value, text) => {
  expect(jsonText(value)).toBe(text);
});

it('is read as the same value', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }))), (value) => {
      expect(JSON.stringify(JSON.parse(jsonText(value as never)))).toBe(JSON.stringify(value));
    }),
  );
});
