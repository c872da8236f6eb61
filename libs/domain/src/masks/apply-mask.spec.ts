import { applyMask } from './apply-mask';
import type { Mask } from './mask';
import { parseMaskTemplate } from './parse-mask-template';

const custom = (template: string): Mask => {
  const parts = parseMaskTemplate(template);
  if (typeof parts === 'string') throw new Error(parts);
  return { type: 'custom', parts };
};

describe('applyMask', () => {
  it.each<[Mask['type'], string, string]>([
    ['email', 'ada@acme.example', 'a***@acme.example'],
    ['email', 'ü@acme.example', 'ü***@acme.example'],
    ['email', 'no address', '**********'],
    ['email', '@acme.example', '*************'],
    ['email', 'ada@', '****'],
    ['email', 'a@b@c', '*****'],
    ['ssn', '123-45-6789', '***-**-****'],
    ['ssn', '123456789', '***-**-****'],
    ['ssn', '123-45-678', '**********'],
    ['ssn', '123-45-678x', '***********'],
    ['phone', '+1 (555) 123-4567', '***-***-4567'],
    ['phone', '5551234', '***-***-1234'],
    ['phone', '551234', '******'],
    ['phone', '555-1234 ext. 5', '***************'],
    ['phone', '٣٤٥٦٧٨٩٠', '********'],
    ['name', 'Ada Lovelace', 'A*** L***'],
    ['name', '  Ada\tKing\n\nLovelace ', 'A*** K*** L***'],
    ['name', '😀 "quoted"', '😀*** "***'],
    ['name', ' \t', '**'],
    ['full', 'a', '*'],
    ['full', '😀é', '**'],
    ['full', '', ''],
    ['email', '', ''],
  ])('%s of %j is %j', (type, text, masked) => {
    expect(applyMask({ type } as Mask, text)).toBe(masked);
  });

  it.each([
    ['{first:2}***{last:2}', 'DE1234567', 'DE***67'],
    ['{first:2}***{last:2}', 'DE12345', 'DE***45'],
    ['{first:2}***{last:2}', 'DE1234', '******'],
    ['***{last:1}', '😀😁😂🤣', '***🤣'],
    ['hidden', 'abc', 'hidden'],
    ['hidden', 'ab', '**'],
  ])('%s of %j is %j', (template, text, masked) => {
    expect(applyMask(custom(template), text)).toBe(masked);
  });
});

describe('parseMaskTemplate', () => {
  it.each([
    [undefined, 'Must be a text such as'],
    ['', 'Must be a text such as'],
    ['{first:2}', 'Must have a text for what is hidden'],
    ['{first:0}*', 'from 1 to 20'],
    ['{last:21}*', 'from 1 to 20'],
    ['{first:100}*', 'Must be a text such as'],
    ['{first:1}*{first:1}', 'Must have {first:…} once'],
    ['{middle:1}*', 'Must be a text such as'],
    ['*}', 'Must be a text such as'],
    ['*'.repeat(101), 'at most 100 characters'],
  ])('refuses %j', (template, problem) => {
    expect(parseMaskTemplate(template)).toEqual(expect.stringContaining(problem));
  });
});
