import type { Field } from './collection';
import { diffCollection } from './diff-collection';
import { define, problemOf, revise, text } from './testing/define';

const field = ({ fields }: { readonly fields: readonly Field[] }, index = 0): Field => fields[index]!;

test('an encrypted field has a second column, which nothing else takes', () => {
  const first = define({ fields: [text('a', { encrypted: true })] });
  const { id, column, encryption } = field(first);
  expect([column, encryption]).toEqual(['a', { column: `encrypted_${id}`, isOn: true, keyId: null, job: null }]);
  const second = revise(first, { fields: [text('a'), text(`encrypted_${id}`)] });
  expect(field(second, 1).column).toBe(`encrypted_${id}_2`);
});

test('what is not sent stays, under another name too; false alone turns it off', () => {
  const on = define({ fields: [text('a', { encrypted: true }), text('b')] });
  const { id, encryption } = field(on);
  for (const sent of [text('a'), text('a', { encrypted: null }), text('c', { id })]) {
    expect(field(revise(on, { fields: [sent, text('b')] })).encryption).toBe(encryption);
  }
  const off = revise(on, { fields: [text('a', { encrypted: false }), text('b')] });
  expect(field(off).encryption).toEqual({ ...encryption, isOn: false });
  expect(field(revise(off, { fields: [text('a'), text('b')] })).encryption).toEqual({ ...encryption, isOn: false });
  expect(field(revise(off, { fields: [text('a', { encrypted: true }), text('b')] })).encryption).toEqual(encryption);
  expect(field(on, 1)).not.toHaveProperty('encryption');
});

test('turning it on or off is a change, of which nothing is lost', () => {
  const plain = define({ fields: [text('a')] });
  const on = revise(plain, { fields: [text('a', { encrypted: true })] });
  const off = revise(on, { fields: [text('a', { encrypted: false })] });
  const kinds = [
    diffCollection(plain, on),
    diffCollection(on, off),
    diffCollection(off, plain),
    diffCollection(off, on),
  ];
  expect(kinds.map(({ changes }) => changes.map(({ kind }) => kind))).toEqual([
    ['encrypt_field'],
    ['decrypt_field'],
    ['decrypt_field'],
    ['encrypt_field'],
  ]);
  expect(kinds.some(({ destructive }) => destructive)).toBe(false);
});

test('an encrypted field takes no index, uniqueness or default later, either', () => {
  const on = define({ fields: [text('a', { encrypted: true })] });
  const change = (more: object) => problemOf(() => revise(on, { fields: [text('a', more)] }));
  expect(change({ unique: true })).toBe('fields[0].unique unique_not_possible');
  expect(change({ default: 'x' })).toBe('fields[0].default default_not_possible');
  const indexed = define({ fields: [text('a')], indexes: [{ fields: ['a'] }] });
  const fields = [text('a', { encrypted: true })];
  expect(problemOf(() => revise(indexed, { fields }))).toBe('indexes[0].fields index_field_type');
});

test('no computed field is encrypted, or made of what is', () => {
  const computed = (name: string, expression: string, more = {}) => ({
    name,
    type: 'computed',
    return_type: 'text',
    expression,
    ...more,
  });
  const fields = (isOn: boolean) => [text('a', { encrypted: isOn }), computed('b', 'lower(a)'), computed('c', 'b')];
  const problem = 'fields[1].expression computed_field_expression_invalid';
  const plain = define({ fields: fields(false) });
  expect(problemOf(() => define({ fields: fields(true) }))).toBe(problem);
  expect(problemOf(() => revise(plain, { fields: fields(true) }))).toBe(problem);
  const off = revise(define({ fields: [text('a', { encrypted: true })] }), {
    fields: [text('a', { encrypted: false })],
  });
  expect(problemOf(() => revise(off, { fields: fields(false) }))).toBe(problem);
  const itself = [text('a'), computed('b', 'lower(a)', { encrypted: true })];
  expect(problemOf(() => define({ fields: itself }))).toBe('fields[1].encrypted encryption_not_possible');
});
