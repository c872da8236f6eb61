import { fieldListText } from './compose-field-lists';
import { define, errorOf, revise, text } from './testing/define';

describe('lists of fields', () => {
  const fields = [text('title'), text('note'), text('constructor')];
  const listed = (body: object, before = define({ fields })) => {
    const { fieldLists, fields: now } = revise(before, body);
    return fieldLists.list?.map((id) => now.find((field) => field.id === id)?.name ?? id) ?? '*';
  };

  test.each<[unknown, unknown]>([
    ['*', '*'],
    [' * ', '*'],
    [['*'], '*'],
    ['["*"]', '*'],
    ['title', ['title']],
    [' note ,title', ['note', 'title']],
    ['["note", "title"]', ['note', 'title']],
    [
      ['constructor', 'title', 'title'],
      ['constructor', 'title'],
    ],
    ['id,title,created_at', ['title']],
    ['[]', []],
    [[], []],
  ])('%j is understood as %j', (sent, names) => {
    expect(listed({ list_fields: sent })).toEqual(names);
    expect(fieldListText(define({ fields, list_fields: sent }), 'list')).toBe(
      names === '*' ? '*' : JSON.stringify(names),
    );
  });

  test('what is not sent stays, and what is answered can be sent back', () => {
    const before = define({ fields, list_fields: 'title', update_fields: [] });
    expect(revise(before, { list_rule: '' }).fieldLists).toEqual(before.fieldLists);
    expect(revise(before, { list_fields: fieldListText(before, 'list') }).fieldLists).toEqual(before.fieldLists);
    expect(listed({ list_fields: '*' }, before)).toBe('*');
  });

  test('a renamed field keeps its place, a removed one loses it, and a new one has none', () => {
    const before = define({ fields, list_fields: 'title,note' });
    const [title, note] = before.fields.map(({ id, type }) => ({ id, type }));
    const renamed = [
      { ...title, name: 'heading' },
      { ...note, name: 'title' },
    ];
    expect(listed({ fields: [...renamed, text('more')] }, before)).toEqual(['heading', 'title']);
    expect(listed({ fields: renamed, list_fields: 'title,note' }, before)).toEqual(['heading', 'title']);
    expect(listed({ fields: renamed, list_fields: 'title' }, before)).toEqual(['title']);
    expect(listed({ fields: [text('note')] }, before)).toEqual(['note']);
    expect(listed({ fields: [text('other')] }, before)).toEqual([]);
  });

  test('the nearest name is told of one that is none', () => {
    const { message } = errorOf(() => define({ fields, list_fields: 'titel' }));
    expect(message).toBe("list_fields: 'titel' is not known; did you mean 'title'?");
  });
});

describe('who may use a field', () => {
  const HR = '@has_role("hr")';
  const accessOf = (access: unknown) => define({ fields: [text('pay', { access })] }).fields[0]!.access;

  test.each<[unknown, unknown]>([
    [undefined, undefined],
    [null, undefined],
    [{}, undefined],
    [{ read: '', write: '' }, undefined],
    [{ read: HR }, { read: HR, write: '' }],
    [{ write: null }, { read: '', write: null }],
  ])('%j is kept as %j', (sent, kept) => {
    expect(accessOf(sent)).toEqual(kept);
  });

  test('stays where a definition says nothing of it, also under another name', () => {
    const before = define({ fields: [text('pay', { access: { read: HR } })] });
    const { id } = before.fields[0]!;
    const after = (field: object) => revise(before, { fields: [field] }).fields[0]!.access;
    expect(after(text('pay'))).toEqual({ read: HR, write: '' });
    expect(after(text('salary', { id }))).toEqual({ read: HR, write: '' });
    expect(after(text('pay', { access: { write: HR } }))).toEqual({ read: '', write: HR });
    expect(after(text('pay', { access: null }))).toBeUndefined();
    expect(after(text('salary'))).toBeUndefined();
  });

  test('counts in telling which of two lists of fields is meant', () => {
    const before = define({ fields: [text('pay', { access: { read: HR } })] });
    const same = text('pay', { access: { read: HR, write: '' } });
    const changed = text('pay', { access: null });
    expect(revise(before, { fields: [same], schema: [changed] }).fields[0]!.access).toBeUndefined();
    expect(revise(before, { fields: [changed], schema: [text('pay')] }).fields[0]!.access).toBeUndefined();
  });
});
