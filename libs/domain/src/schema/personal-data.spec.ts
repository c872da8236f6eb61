/** What definitions say of personal data, and what is kept of it where they say nothing. */
import { define, revise, text } from './testing/define';
import type { Collection, PersonalData } from './collection';

const pii = ({ fields: [field] }: Collection): PersonalData | undefined => field!.pii;
const TO_NOBODY = { roles: [], groups: [] };
const masked = (rest: object = {}): object => ({ fields: [text('iban', { pii: true, ...rest })] });

test.each<[rest: object, stored: PersonalData]>([
  [{}, { mask: 'full', clearTo: TO_NOBODY }],
  [
    { mask_type: null, mask_template: null, clear_to: null },
    { mask: 'full', clearTo: TO_NOBODY },
  ],
  [
    { mask_type: 'PHONE', clear_to: { roles: ['hr', 'hr'] } },
    { mask: 'phone', clearTo: { roles: ['hr'], groups: [] } },
  ],
  [
    { mask_type: 'custom', mask_template: '{first:2}***', clear_to: { groups: ['desk'] } },
    { mask: 'custom', template: '{first:2}***', clearTo: { roles: [], groups: ['desk'] } },
  ],
])('%j is stored', (rest, stored) => {
  expect(pii(define(masked(rest)))).toEqual(stored);
});

describe('a change', () => {
  const clearTo = { roles: ['hr'], groups: [] };
  const before = define(masked({ mask_type: 'email', clear_to: clearTo }));
  const { id } = before.fields[0]!;

  test('that says nothing of masks keeps them, also under another name', () => {
    expect(pii(revise(before, { fields: [text('iban')] }))).toEqual({ mask: 'email', clearTo });
    expect(pii(revise(before, { fields: [text('account', { id })] }))).toEqual({ mask: 'email', clearTo });
  });

  test('of the mask keeps who reads the values, unless it says so', () => {
    expect(pii(revise(before, masked({ mask_type: 'name' })))).toEqual({ mask: 'name', clearTo });
    expect(pii(revise(before, masked({ clear_to: null })))).toEqual({ mask: 'full', clearTo: TO_NOBODY });
  });

  test.each([false, null])('to %j takes the mask away', (value) => {
    expect(pii(revise(before, { fields: [text('iban', { pii: value })] }))).toBeUndefined();
  });

  test('of one of the two lists of fields counts', () => {
    const fields = [text('iban', { pii: true, mask_type: 'email', clear_to: clearTo })];
    const schema = [text('iban', { pii: true, mask_type: 'email', clear_to: { roles: ['desk'] } })];
    expect(pii(revise(before, { fields, schema }))?.clearTo.roles).toEqual(['desk']);
    expect(pii(revise(before, { fields: schema, schema: fields }))?.clearTo.roles).toEqual(['desk']);
    expect(pii(revise(before, { fields, schema: [text('iban', { pii: false })] }))).toBeUndefined();
  });
});
