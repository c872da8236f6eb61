import { isAccountCode, newAccountCode } from './account-code';

test('codes have their shape, spread over the whole range, and never come from the reserved block', () => {
  const codes = Array.from({ length: 5000 }, newAccountCode);
  expect(codes.every(isAccountCode)).toBe(true);
  expect(codes.some((code) => code.startsWith('SY'))).toBe(false);
  expect(new Set(codes).size).toBeGreaterThan(4900);
  expect(new Set(codes.map((code) => code[0])).size).toBe(26);
  // Not counted up: consecutive codes are no neighbours.
  expect([...codes].sort()).not.toEqual(codes);
});

test.each(['ab1234', 'AB123', 'AB12345', 'A11234', ' AB1234', 'AB1234\n', 'ÄB1234', ''])('%j is no code', (text) => {
  expect(isAccountCode(text)).toBe(false);
});
