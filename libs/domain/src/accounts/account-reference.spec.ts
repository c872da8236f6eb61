import { parseAccountReference } from './account-reference';

const ID = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000';

test.each([
  [ID, { by: 'id', value: ID }],
  [ID.toUpperCase(), { by: 'id', value: ID }],
  ['ab1234', { by: 'accountCode', value: 'AB1234' }],
  [' SY0000 ', { by: 'accountCode', value: 'SY0000' }],
  ['Acme_Corp', { by: 'slug', value: 'acme-corp' }],
  ['system', { by: 'slug', value: 'system' }],
  // Nobody's: PostgreSQL refuses to look for them.
  ['acme\0', { by: 'slug', value: '' }],
  ['acme\ud800', { by: 'slug', value: '' }],
])('%j is read as %j', (text, reference) => {
  expect(parseAccountReference(text)).toEqual(reference);
});
