import fc from 'fast-check';
import { DomainError } from '#domain/kernel/errors';
import { Catalog } from './catalog';
import type { Collection } from './collection';
import { parseDefinition } from './definition-input';
import { DefinitionProblems } from './definition-problems';
import { diffCollection } from './diff-collection';
import { physicalIndexes } from './physical-indexes';
import { reviseCollection } from './revise-collection';
import { define, errorOf, NOW, problemOf, revise, text } from './testing/define';

describe('a definition', () => {
  test('N-4: says nothing about anonymous callers by default, and a change that says nothing keeps what was said', () => {
    expect(define({}).allowAnonymous).toBeNull();
    const closed = define({ allow_anonymous: false });
    expect(closed.allowAnonymous).toBe(false);
    expect(revise(closed, { list_rule: '' }).allowAnonymous).toBe(false);
    expect(revise(closed, { allow_anonymous: null }).allowAnonymous).toBeNull();
    expect(revise(closed, { allow_anonymous: true }).allowAnonymous).toBe(true);
    for (const wrong of ['false', 0, [], {}]) {
      expect(problemOf(() => define({ allow_anonymous: wrong }))).toBe('allow_anonymous invalid_type');
    }
  });

  test('becomes a locked collection with physical names', () => {
    const other = define({ name: 'Authors' });
    const body = {
      name: 'BlogPosts',
      schema: [
        text('Title', { required: true, options: { max: 5 }, default: 'abc' }),
        { name: 'author', type: 'REFERENCE', collection: 'AUTHORS', on_delete: 'SET_NULL', unique: true },
        {
          name: 'parents',
          type: 'reference',
          collection: 'blogposts',
          on_delete: 'cascade',
          options: { multiple: true },
        },
        {
          name: 'owner',
          type: 'user',
          pii: false,
          mask_type: null,
          encrypted: false,
          expression: null,
          return_type: null,
        },
        text('ctid'),
      ],
      list_fields: '*',
    };
    const collection = define({ fields: null, ...body }, new Catalog(1, [other]));
    expect(collection).toMatchObject({ name: 'BlogPosts', table: 'col_blogposts', createdAt: NOW });
    expect(collection.rules).toEqual({ list: null, view: null, create: null, update: null, delete: null });
    expect(collection.fields.map(({ name, column }) => [name, column])).toEqual([
      ['Title', 'title'],
      ['author', 'author'],
      ['parents', expect.stringMatching(/^jn_[0-9a-f]{24}$/)],
      ['owner', 'owner'],
      ['ctid', 'ctid_2'],
    ]);
    expect(collection.fields[0]).toMatchObject({
      required: true,
      default: 'abc',
      options: { max: 5 },
      collection: null,
    });
    expect(collection.fields[1]).toMatchObject({ type: 'reference', collection: 'Authors', onDelete: 'set_null' });
    expect(collection.fields[2]).toMatchObject({ collection: 'BlogPosts' });
    expect(collection.fields[3]).toMatchObject({ onDelete: 'restrict', collection: null });
    expect(new Set(collection.fields.map(({ id }) => id)).size).toBe(5);
  });

  test('keeps identifiers within what PostgreSQL takes', () => {
    const name = `a${'b'.repeat(63)}`;
    const collection = define({ name, fields: [text('c'.repeat(63))], indexes: [{ fields: ['c'.repeat(63)] }] });
    expect(collection.table).toMatch(/^col_ab{35}_[0-9a-f]{12}$/);
    expect(define({ name: `a${'b'.repeat(62)}` }).table).not.toBe(collection.table);
    expect(collection.fields[0]!.column).toBe('c'.repeat(63));
    expect(physicalIndexes(collection)[0]!.name).toMatch(/^ix_[0-9a-f]{24}$/);
  });

  const one = (field: object) => ({ fields: [field] });
  const inside = (term: string, more: object = {}) => ({
    ...one({ name: 'a', type: 'json', ...more }),
    indexes: [{ fields: [term] }],
  });
  const reference = { name: 'a', type: 'reference', collection: 'posts', on_delete: 'cascade' };
  test.each<[object, string]>([
    [{ name: 'ab' }, 'name name_too_short'],
    [{ name: 'a'.repeat(65) }, 'name name_too_long'],
    [{ name: 'a-b' }, 'name name_invalid_format'],
    [{ name: 'äbc' }, 'name name_invalid_format'],
    [{ name: undefined }, 'name name_required'],
    [{ fields: [] }, 'fields schema_empty'],
    [{ fields: Array.from({ length: 201 }, (_, index) => text(`f${index}`)) }, 'fields too_many_fields'],
    [{ fields: 'a' }, 'fields invalid_type'],
    [{ fields: [text('a')], schema: [text('b')] }, 'schema fields_ambiguous'],
    [{ fields: ['a'] }, 'fields[0] invalid_type'],
    [one({ type: 'text' }), 'fields[0].name field_name_required'],
    [one(text('1a')), 'fields[0].name field_name_invalid_format'],
    [one(text('_rev')), 'fields[0].name field_name_invalid_format'],
    [one(text('a"b')), 'fields[0].name field_name_invalid_format'],
    [one(text('a'.repeat(64))), 'fields[0].name field_name_too_long'],
    [one(text('Created_At')), 'fields[0].name field_name_reserved'],
    [{ fields: [text('a'), text('A')] }, 'fields[1].name field_name_duplicate'],
    [one({ name: 'a' }), 'fields[0].type field_type_required'],
    [one({ name: 'a', type: 'constructor' }), 'fields[0].type field_type_invalid'],
    [one(text('a', { expression: 'b' })), 'fields[0].expression invalid_option'],
    [one(text('a', { return_type: 'text' })), 'fields[0].return_type invalid_option'],
    [one(text('a', { pii: 'yes' })), 'fields[0].pii invalid_type'],
    [one({ name: 'a', type: 'select', options: { values: ['x'] }, pii: true }), 'fields[0].pii pii_not_possible'],
    [one(text('a', { mask_type: 'email' })), 'fields[0].mask_type invalid_option'],
    [one(text('a', { pii: false, clear_to: {} })), 'fields[0].clear_to invalid_option'],
    [one(text('a', { pii: true, mask_type: 'iban' })), 'fields[0].mask_type mask_type_invalid'],
    [one(text('a', { pii: true, mask_type: 'custom' })), 'fields[0].mask_template mask_template_invalid'],
    [one(text('a', { pii: true, mask_template: '*' })), 'fields[0].mask_template invalid_option'],
    [one(text('a', { pii: true, clear_to: 'hr' })), 'fields[0].clear_to invalid_type'],
    [one(text('a', { pii: true, clear_to: { users: [] } })), 'fields[0].clear_to.users unknown_key'],
    [one(text('a', { pii: true, clear_to: { roles: [''] } })), 'fields[0].clear_to.roles invalid_type'],
    [
      one(text('a', { pii: true, clear_to: { groups: Array(51).fill('g') } })),
      'fields[0].clear_to.groups invalid_type',
    ],
    [one(text('a', { encrypted: 'yes' })), 'fields[0].encrypted invalid_type'],
    [one({ name: 'a', type: 'number', encrypted: true }), 'fields[0].encrypted encryption_not_possible'],
    [one(text('a', { encrypted: true, unique: true })), 'fields[0].unique unique_not_possible'],
    [one(text('a', { encrypted: true, default: 'x' })), 'fields[0].default default_not_possible'],
    [{ ...one(text('a', { encrypted: true })), indexes: [{ fields: ['a'] }] }, 'indexes[0].fields index_field_type'],
    [one(text('a', { options: { codelist: 'x' } })), 'fields[0].options.codelist not_available'],
    [{ ...one(text('a')), label: 'A' }, 'label unknown_key'],
    [{ ...one(text('a')), listRule: '' }, 'listRule unknown_key'],
    [{ ...one(text('a')), indexes: 'a' }, 'indexes invalid_type'],
    [{ ...one(text('a')), indexes: Array(33).fill(null) }, 'indexes too_many_indexes'],
    [{ ...one(text('a')), indexes: [{ fields: Array(9).fill('a') }] }, 'indexes[0].fields too_many_fields'],
    [{ ...one(text('a')), indexes: [{ fields: ['a'], uniqe: true }] }, 'indexes[0].uniqe unknown_key'],
    [one(text('a', { requierd: true })), 'fields[0].requierd unknown_key'],
    [one(text('a', { required: 'yes' })), 'fields[0].required invalid_type'],
    [one(text('a', { options: { values: [] } })), 'fields[0].options.values unknown_option'],
    [one(text('a', { options: { min: 3, max: 2 } })), 'fields[0].options.min invalid_option'],
    [one(text('a', { options: { pattern: '(' } })), 'fields[0].options.pattern invalid_option'],
    [one(text('a', { options: { pattern: '(?=a)' } })), 'fields[0].options.pattern invalid_option'],
    [one(text('a', { options: { pattern: '(a{50}){50}' } })), 'fields[0].options.pattern invalid_option'],
    [one(text('a', { default: 5 })), 'fields[0].default invalid_type'],
    [one(text('a', { default: 'abc', options: { max: 2 } })), 'fields[0].default too_long'],
    [one(text('a', { default: 'abc', unique: true })), 'fields[0].default default_not_possible'],
    [one({ name: 'a', type: 'json', default: '\0' }), 'body invalid_text'],
    [one({ name: 'a', type: 'json', unique: true }), 'fields[0].unique unique_not_possible'],
    [
      one({ name: 'a', type: 'select', options: { values: ['x'], max: 2 }, unique: true }),
      'fields[0].unique unique_not_possible',
    ],
    [one({ name: 'a', type: 'select' }), 'fields[0].options.values invalid_option'],
    [one({ name: 'a', type: 'select', options: { values: ['x', 'x'] } }), 'fields[0].options.values invalid_option'],
    [one({ ...reference, collection: null }), 'fields[0].collection reference_collection_required'],
    [one({ ...reference, collection: 'nowhere' }), 'fields[0].collection reference_collection_unknown'],
    [one({ ...reference, on_delete: null }), 'fields[0].on_delete reference_on_delete_required'],
    [one({ ...reference, on_delete: 'nothing' }), 'fields[0].on_delete reference_on_delete_invalid'],
    [
      one({ ...reference, on_delete: 'set_null', required: true }),
      'fields[0].on_delete on_delete_conflicts_with_required',
    ],
    [one({ ...reference, default: 'x' }), 'fields[0].default default_not_possible'],
    [one({ name: 'a', type: 'user', on_delete: 'cascade' }), 'fields[0].on_delete user_on_delete_cascade_forbidden'],
    [one(text('a', { collection: 'posts' })), 'fields[0].collection invalid_option'],
    [{ indexes: [{ fields: ['nowhere'] }] }, 'indexes[0].fields index_field_unknown'],
    [{ indexes: [{ fields: ['account_id'] }] }, 'indexes[0].fields index_field_unknown'],
    [{ indexes: [{ fields: ['title', 'title'] }] }, 'indexes[0].fields index_field_duplicate'],
    [{ indexes: [{ fields: ['title'] }, { fields: ['title'] }] }, 'indexes[1] index_duplicate'],
    [{ fields: [{ name: 'j', type: 'json' }], indexes: [{ fields: ['j'] }] }, 'indexes[0].fields index_field_type'],
    [inside('a.b'), 'indexes[0].fields index_path_invalid'],
    [inside('a:text'), 'indexes[0].fields index_path_invalid'],
    [inside('a.b:json'), 'indexes[0].fields index_path_invalid'],
    [inside('a.b:datetime'), 'indexes[0].fields index_path_invalid'],
    [inside('a.b[*]:text'), 'indexes[0].fields index_path_invalid'],
    [inside('a."b c":text'), 'indexes[0].fields index_path_invalid'],
    [inside('a.b c:text'), 'indexes[0].fields index_path_invalid'],
    [inside("a['b']:text"), 'indexes[0].fields index_path_invalid'],
    [inside('a.b:text:text'), 'indexes[0].fields index_path_invalid'],
    [inside(`a${'.b'.repeat(17)}:text`), 'indexes[0].fields index_path_invalid'],
    [inside('a[10000]:text'), 'indexes[0].fields index_path_invalid'],
    [inside('b.c:text'), 'indexes[0].fields index_field_unknown'],
    [inside('.b:text'), 'indexes[0].fields index_field_unknown'],
    [inside('id.b:text'), 'indexes[0].fields index_field_type'],
    [{ ...one(text('a')), indexes: [{ fields: ['a.b:text'] }] }, 'indexes[0].fields index_field_type'],
    [inside('a.b:text', { encrypted: true }), 'indexes[0].fields index_field_type'],
    [inside('a.b:text', { default: { b: 'x'.repeat(2001) } }), 'fields[0].default too_long'],
    [
      { ...inside('a.b:text'), indexes: [{ fields: ['a.b:text'], unique: true }] },
      'indexes[0].unique unique_not_possible',
    ],
    [
      { ...inside('a.b:text'), indexes: [{ fields: ['a[1].b:text', 'a[01].b:text'] }] },
      'indexes[0].fields index_field_duplicate',
    ],
    [
      { ...inside('a.b:text'), indexes: [{ fields: ['a[1]:text'] }, { fields: ['a[01]:text'] }] },
      'indexes[1] index_duplicate',
    ],
    [{ list_rule: 5 }, 'list_rule invalid_type'],
    [{ list_rule: ' ' }, 'list_rule rule_blank'],
    [{ list_fields: null }, 'list_fields invalid_type'],
    [{ list_fields: '' }, 'list_fields invalid_type'],
    [{ list_fields: 'title,,title' }, 'list_fields invalid_type'],
    [{ list_fields: '["title"' }, 'list_fields invalid_type'],
    [{ list_fields: '{"title":1}' }, 'list_fields unknown_field'],
    [{ list_fields: ['title', 5] }, 'list_fields invalid_type'],
    [{ list_fields: { title: true } }, 'list_fields invalid_type'],
    [{ list_fields: Array(501).fill('title') }, 'list_fields too_many_fields'],
    [{ view_fields: 'title, titel' }, 'view_fields unknown_field'],
    [{ view_fields: '*, title' }, 'view_fields unknown_field'],
    [{ create_fields: 'id' }, 'create_fields system_field'],
    [{ update_fields: ['title', 'created_at'] }, 'update_fields system_field'],
    [one(text('a', { access: 'read' })), 'fields[0].access invalid_type'],
    [one(text('a', { access: [] })), 'fields[0].access invalid_type'],
    [one(text('a', { access: { raed: '' } })), 'fields[0].access.raed unknown_key'],
    [one(text('a', { access: { read: 5 } })), 'fields[0].access.read invalid_type'],
    [one(text('a', { access: { write: ' ' } })), 'fields[0].access.write rule_blank'],
    [one(text('a', { access: { read: '@has_role(' } })), 'fields[0].access.read rule_invalid'],
    [one(text('a', { access: { read: 'a = "x"' } })), 'fields[0].access.read rule_invalid'],
    [one(text('a', { access: { read: 'true || '.repeat(1000) } })), 'fields[0].access.read rule_invalid'],
  ])('%j is refused: %s', (body, problem) => {
    expect(problemOf(() => define(body))).toBe(problem);
  });
});

test('nesting that would break a recursion is refused', () => {
  const deep = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) as object;
  expect(problemOf(() => define({ fields: deep, schema: deep }))).toBe('body invalid_json');
  expect(problemOf(() => define({ fields: [{ name: 'a', type: 'json', default: deep }] }))).toBe('body invalid_json');
});

test('whatever JSON comes, the answer is a collection or SCHEMA_INVALID', () => {
  const keys = ['name', 'type', 'required', 'unique', 'default', 'options', 'collection', 'on_delete', 'id'];
  const type = fc.constantFrom('text', 'number', 'select', 'reference', 'user', 'json', 'date', 'file');
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), type, fc.boolean());
  const field = fc
    .tuple(fc.dictionary(fc.constantFrom(...keys), value), type, fc.string())
    .map(([rest, kind, name]) => ({ name, type: kind, ...rest }));
  const body = fc.record(
    { name: fc.string(), fields: fc.oneof(fc.array(field), value), indexes: value, list_rule: value },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(body, (definition) => {
      try {
        define(definition);
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'SCHEMA_INVALID') throw error;
      }
    }),
  );
});

test('an index over a path into json keeps to one spelling, and to the column', () => {
  const json = { name: 'Meta', type: 'json', default: { b: 'x'.repeat(2001) } };
  const title = text('title');
  const made = define({ fields: [json, title], indexes: [{ fields: ['title', 'Meta.sizes[00].Width:number'] }] });
  const [index] = made.indexes;
  expect(index!.fields).toEqual(['title', 'Meta.sizes[0].Width:number']);
  const moved = { ...json, id: made.fields[0]!.id, name: 'extra' };
  const renamed = revise(made, { fields: [moved, title], indexes: made.indexes });
  expect(renamed.indexes).toEqual([{ ...index!, fields: ['title', 'extra.sizes[0].Width:number'] }]);
  expect(physicalIndexes(renamed)[0]).toMatchObject({ columns: ['title', 'meta.sizes[0].Width:number'] });
  expect(diffCollection(made, renamed).changes.map(({ kind }) => kind)).toEqual(['rename_field']);
  expect(errorOf(() => revise(made, { fields: [title] }))).toMatchObject({ code: 'SCHEMA_FIELD_IN_USE' });
});

describe('a change', () => {
  const before = define({ fields: [text('title'), text('note')], indexes: [{ fields: ['title', 'created_at'] }] });
  const [title, note] = before.fields.map(({ id, name, type }) => ({ id, name, type }));
  const kinds = (after: Collection) => diffCollection(before, after).changes.map((change) => change.kind);

  test('of nothing changes nothing', () => {
    const after = revise(before, { name: 'posts' });
    expect(after).toEqual({ ...before, updatedAt: NOW });
    expect(kinds(after)).toEqual([]);
  });

  test('finds fields by name, whatever its case', () => {
    const after = revise(before, { fields: [text('title', { required: true }), text('note'), text('extra')] });
    expect(after.fields[0]!.id).toBe(title!.id);
    expect(kinds(after)).toEqual(['change_field', 'add_field']);
  });

  test('with an id renames: the column and the index stay', () => {
    const after = revise(before, { fields: [{ ...title, name: 'headline' }, note] });
    expect(after.fields[0]).toMatchObject({ id: title!.id, name: 'headline', column: 'title' });
    expect(after.indexes).toEqual([{ ...before.indexes[0], fields: ['headline', 'created_at'] }]);
    expect(diffCollection(before, after)).toMatchObject({ destructive: false, changes: [{ kind: 'rename_field' }] });
  });

  test('can give the old name to a new field', () => {
    const after = revise(before, { fields: [{ ...title, name: 'headline' }, note, text('title')] });
    expect(after.fields.map(({ column }) => column)).toEqual(['title', 'note', 'title_2']);
    const swapped = revise(before, {
      fields: [
        { ...title, name: 'note' },
        { ...note, name: 'title' },
      ],
    });
    expect(swapped.fields.map(({ name, column }) => `${name} in ${column}`)).toEqual([
      'note in title',
      'title in note',
    ]);
  });

  test('that loses a field is destructive', () => {
    const diff = diffCollection(before, revise(before, { fields: [title] }));
    expect(diff).toMatchObject({ destructive: true, changes: [{ kind: 'remove_field', field: { name: 'note' } }] });
  });

  test('cannot take a field from under an index', () => {
    expect(errorOf(() => revise(before, { fields: [note] }))).toMatchObject({ code: 'SCHEMA_FIELD_IN_USE' });
    expect(kinds(revise(before, { fields: [note], indexes: [] }))).toEqual(['remove_field', 'remove_index']);
  });

  test('of a field whose index comes back under its old name', () => {
    const body = { fields: [{ ...title, name: 'headline' }, note], indexes: before.indexes };
    expect(revise(before, body).indexes).toEqual([{ ...before.indexes[0], fields: ['headline', 'created_at'] }]);
    const changed = [...body.indexes, { fields: ['note'] }];
    expect(problemOf(() => revise(before, { ...body, indexes: changed }))).toBe(
      'indexes[0].fields index_field_unknown',
    );
  });

  test('by the one of two lists that is not as it is stored', () => {
    const renamed = [{ ...title, name: 'heading' }, note];
    expect(kinds(revise(before, { fields: renamed, schema: [title, note] }))).toEqual(['rename_field']);
    expect(kinds(revise(before, { fields: [title, note], schema: renamed }))).toEqual(['rename_field']);
    expect(kinds(revise(before, { fields: [title, note], schema: [note, title] }))).toEqual([]);
    expect(problemOf(() => revise(before, { fields: renamed, schema: [note, title] }))).toBe('schema fields_ambiguous');
    expect(problemOf(() => revise(before, { fields: renamed, schema: [title] }))).toBe('schema fields_ambiguous');
  });

  test('of uniqueness and of indexes', () => {
    const after = revise(before, {
      fields: [{ ...title, unique: true }, note],
      indexes: [{ fields: ['note'], unique: true }],
    });
    expect(kinds(after)).toEqual(['add_unique', 'remove_index', 'add_index']);
  });

  const list = {
    name: 'tags',
    type: 'reference',
    collection: 'posts',
    on_delete: 'cascade',
    options: { multiple: true },
  };
  const other = define({ name: 'others', fields: [{ ...list, collection: 'others' }] });
  test.each<[Collection, object, string]>([
    [before, { fields: [{ name: 'title', type: 'number' }, note] }, 'fields[0].type type_change_not_allowed'],
    [before, { fields: [title, { ...title, name: 'again' }, note] }, 'fields[1].id field_id_duplicate'],
    [
      other,
      { fields: [{ ...list, collection: 'others', options: null }] },
      'fields[0].options list_change_not_allowed',
    ],
  ])('%# is refused: %s', (collection, body, problem) => {
    expect(problemOf(() => revise(collection, body))).toBe(problem);
  });

  test('cannot lead a reference elsewhere', () => {
    const catalog = new Catalog(1, [before, other]);
    const problems = new DefinitionProblems();
    reviseCollection(other, parseDefinition({ fields: [list] }, problems), catalog, NOW, problems);
    expect(problemOf(() => problems.throwIfAny())).toBe('fields[0].collection reference_change_not_allowed');
  });
});
