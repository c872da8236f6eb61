import fc from 'fast-check';
import type { Mask } from './mask';
import { looksMasked, maskedValue } from './masked-text';
import { parseMaskTemplate } from './parse-mask-template';

const custom = (template: string): Mask => {
  const parts = parseMaskTemplate(template);
  if (typeof parts === 'string') throw new Error(parts);
  return { type: 'custom', parts };
};
const MASKS: readonly Mask[] = [
  ...(['email', 'ssn', 'phone', 'name', 'full'] as const).map((type): Mask => ({ type })),
  custom('{first:2}***{last:2}'),
  custom('no. {last:1}'),
];

describe('maskedValue', () => {
  it.each<[Mask, string | number | null, string | null]>([
    [{ type: 'full' }, null, null],
    [{ type: 'full' }, 1234, '****'],
    [{ type: 'full' }, -7, '**'],
    [{ type: 'full' }, 12.5, '***'],
    [{ type: 'full' }, 1e21, '***'],
    [{ type: 'phone' }, 15551234567, '***-***-4567'],
    [{ type: 'ssn' }, 123456789, '***-**-****'],
    [custom('{first:4}-**-**'), '2001-02-03', '2001-**-**'],
  ])('%j of %j is %j', (mask, value, masked) => {
    expect(maskedValue(mask, value)).toBe(masked);
  });
});

describe('looksMasked', () => {
  it.each(MASKS)('knows what %j has made', (mask) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        expect(looksMasked(mask, maskedValue(mask, text)!)).toBe(true);
      }),
    );
  });

  it.each<[Mask, string]>([
    [{ type: 'email' }, 'ada@acme.example'],
    [{ type: 'email' }, 'ada***@acme.example'],
    [{ type: 'email' }, 'a***@b@c'],
    [{ type: 'ssn' }, '123-45-6789'],
    [{ type: 'phone' }, '***-***-456x'],
    [{ type: 'phone' }, '***-***-45678'],
    [{ type: 'name' }, 'Ada Lovelace'],
    [{ type: 'name' }, 'A***  L***'],
    [{ type: 'full' }, 'a***'],
    [{ type: 'full' }, ''],
    [custom('{first:2}***{last:2}'), 'DE****67'],
    [custom('{first:2}***{last:2}'), 'DE***6'],
  ])('of %j does not take %j for it', (mask, text) => {
    expect(looksMasked(mask, text)).toBe(false);
  });
});
