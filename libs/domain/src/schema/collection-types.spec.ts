import { type Collection, type Field, type FieldOptions, type FieldType, NO_FIELD_LISTS } from './collection';
import { collectionTypes } from './collection-types';

function field(name: string, type: FieldType, required = false, options: FieldOptions = {}): Field {
  return {
    id: name,
    name,
    type,
    required,
    unique: false,
    default: null,
    options,
    collection: type === 'reference' ? 'people' : null,
    onDelete: null,
    column: name,
  };
}

const collection = (name: string, fields: readonly Field[]): Collection => ({
  id: name,
  name,
  table: name,
  fields,
  indexes: [],
  rules: { list: null, view: null, create: null, update: null, delete: null },
  fieldLists: NO_FIELD_LISTS,
  allowAnonymous: false,
  showUserDetails: true,
  createdAt: '',
  updatedAt: '',
});

test('every field has the type of its stored values, collections stand in order of name', () => {
  const things = collection('things', [
    field('title', 'text', true),
    field('size', 'number'),
    field('done', 'boolean', true),
    field('day', 'date'),
    field('moment', 'datetime', true),
    field('mail', 'email'),
    field('page', 'url'),
    field('state', 'select', true, { values: ['new', 'it’s', "it's", 'a "b"', 'c\\d'] }),
    field('tags', 'select', false, { values: ['a', 'b'], max: 2 }),
    field('owner', 'user'),
    field('parent', 'reference'),
    field('friends', 'reference', true, { multiple: true }),
    field('extra', 'json'),
    field('photo', 'file'),
    { ...field('worth', 'computed'), computed: { expression: 'size * 2', returns: 'number' } },
    { ...field('parts', 'computed'), computed: { expression: 'things_via_parent.length', returns: 'number' } },
  ]);
  expect(collectionTypes([things, collection('People', [])])).toBe(
    `/** The collections of this server, written by \`snackbase types\`, which overwrites what is changed here. */
import type { JsonValue } from '@snackbase/server-hooks';

declare module '@snackbase/server-hooks' {
  interface Collections {
    People: {
    };
    things: {
      title: string;
      size: number | null;
      done: boolean;
      day: string | null;
      moment: string;
      mail: string | null;
      page: string | null;
      state: 'new' | 'it’s' | "it's" | 'a "b"' | 'c\\\\d';
      tags: readonly ('a' | 'b')[] | null;
      owner: string | null;
      parent: string | null;
      friends: readonly string[];
      extra: JsonValue;
      photo: { readonly [member: string]: JsonValue } | null;
      readonly worth: number | null;
      readonly parts?: number | null;
    };
  }
}
`,
  );
});

test('what needs no type of the package imports none', () => {
  expect(collectionTypes([collection('things', [field('title', 'text')])])).toContain(
    "\nimport '@snackbase/server-hooks';\n",
  );
});
