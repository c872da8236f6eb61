/** Schema changes whose statements are reviewed as golden files and run on real databases. */
import {
  type Collection,
  type ComputedType,
  type Field,
  type FieldType,
  NO_FIELD_LISTS,
} from '#domain/schema/collection';
import { indexName, tableName } from '#domain/schema/physical-names';

type FieldSettings = Partial<Omit<Field, 'name' | 'type'>>;

function field(name: string, type: FieldType, settings: FieldSettings = {}): Field {
  const defaults = { required: false, unique: false, default: null, options: {}, collection: null, onDelete: null };
  return { id: `f_${name}`, name, type, ...defaults, column: name.toLowerCase(), ...settings };
}

function collection(
  name: string,
  fields: readonly Field[],
  indexes: readonly [boolean, ...string[]][] = [],
): Collection {
  const table = tableName(name, new Set());
  return {
    id: `c_${name}`,
    name,
    table,
    fields,
    indexes: indexes.map(([unique, ...names]) => ({
      fields: names,
      unique,
      name: indexName(table, 'user', [...names, unique ? 'unique' : 'plain']),
    })),
    rules: { list: null, view: null, create: null, update: null, delete: null },
    fieldLists: NO_FIELD_LISTS,
    allowAnonymous: true,
    showUserDetails: true,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

const toAuthor = { collection: 'authors', onDelete: 'restrict' } as const;
const tags = field('tags', 'reference', {
  collection: 'authors',
  onDelete: 'set_null',
  options: { multiple: true },
  column: 'jn_tags',
});
const title = field('title', 'text', { required: true });
const note = field('note', 'text');
const extra = field('extra', 'json');
const day = field('day', 'date');

function encrypted(plain: Field, isOn = true): Field {
  return { ...plain, encryption: { column: `encrypted_${plain.id}`, isOn, keyId: null, job: null } };
}

function computed(name: string, returns: ComputedType, expression: string): Field {
  return field(name, 'computed', { column: '', computed: { expression, returns } });
}

const PRICED = [title, extra, field('price', 'number'), field('stock', 'number')];

export const AUTHORS = collection('authors', [field('name', 'text')]);

export interface DdlCase {
  readonly name: string;
  /** null: the collection is new. */
  readonly before: Collection | null;
  readonly after: Collection;
}

function alteration(name: string, before: readonly Field[], after: readonly Field[]): DdlCase {
  return { name, before: collection('Posts', before), after: collection('Posts', after) };
}

export const CASES: readonly DdlCase[] = [
  {
    name: 'create-every-type',
    before: null,
    after: collection(
      'Posts',
      [
        title,
        field('slug', 'text', { unique: true }),
        field('score', 'number'),
        field('public', 'boolean', { required: true }),
        field('starts', 'datetime'),
        field('day', 'date'),
        field('mail', 'email'),
        field('link', 'url'),
        field('extra', 'json'),
        field('state', 'select', { options: { values: ['a', 'b'] } }),
        field('labels', 'select', { options: { values: ['a', 'b'], max: 2 } }),
        field('author', 'reference', toAuthor),
        field('parent', 'reference', { collection: 'Posts', onDelete: 'set_null' }),
        field('twin', 'reference', { collection: 'Posts', onDelete: 'set_null', unique: true }),
        field('owner', 'user', { onDelete: 'restrict' }),
        field('attachment', 'file'),
        tags,
      ],
      [
        [false, 'state', 'created_at'],
        [true, 'title', 'day'],
      ],
    ),
  },
  alteration('add-plain-fields', [title], [title, note, field('score', 'number'), field('extra', 'json')]),
  alteration(
    'add-required-with-default',
    [title],
    [
      field('state', 'text', { required: true, default: "it's" }),
      title,
      field('done', 'boolean', { required: true, default: false }),
      field('score', 'number', { required: true, default: 1.5 }),
      field('since', 'datetime', { required: true, default: '2026-01-02T03:04:05.678Z' }),
      field('extra', 'json', { required: true, default: { a: [1] } }),
    ],
  ),
  alteration('add-reference', [title], [title, field('author', 'reference', toAuthor), field('owner', 'user')]),
  alteration('add-list-of-references', [title], [title, tags]),
  alteration('remove-fields', [title, note, field('author', 'reference', toAuthor), tags], [title]),
  alteration(
    'remove-while-referred-to',
    [title, note, { ...tags, collection: 'Posts' }],
    [title, { ...tags, collection: 'Posts' }],
  ),
  alteration('rename', [title, note], [title, { ...note, name: 'remark' }]),
  alteration('require', [title, note], [title, { ...note, required: true }]),
  alteration('require-no-more', [title, note], [{ ...title, required: false }, note]),
  alteration('make-unique', [title, note], [{ ...title, unique: true }, note]),
  alteration('unique-no-more', [{ ...title, unique: true }, note], [title, note]),
  alteration('add-encrypted', [title], [title, encrypted(note)]),
  alteration('encrypt', [title, note], [encrypted(title), note]),
  alteration('decrypt', [encrypted(title), note], [title, note]),
  alteration('decrypt-not-yet', [encrypted(title)], [encrypted(title, false)]),
  alteration('remove-encrypted', [title, encrypted(note)], [title]),
  {
    name: 'change-indexes',
    before: collection('Posts', [title, note], [[false, 'title']]),
    after: collection('Posts', [title, note], [[true, 'title', 'note']]),
  },
  {
    name: 'require-indexed',
    before: collection(
      'Posts',
      [{ ...title, unique: true }, note, day],
      [
        [false, 'note', 'created_at'],
        [true, 'note', 'day'],
        [false, 'day'],
      ],
    ),
    after: collection(
      'Posts',
      [{ ...title, unique: true, required: false }, { ...note, required: true }, day],
      [
        [false, 'note', 'created_at'],
        [true, 'note', 'day'],
        [false, 'day'],
      ],
    ),
  },
  {
    name: 'index-inside-json',
    before: collection('Posts', [title, extra], [[false, 'extra.sizes[0].width:number']]),
    after: collection(
      'Posts',
      [title, extra],
      [
        [false, 'extra.color:text'],
        [false, 'title', 'extra.sizes[1].width:number', 'extra.on:boolean'],
      ],
    ),
  },
  {
    name: 'index-computed',
    before: collection('Posts', [...PRICED, computed('total', 'number', 'price * stock')], [[false, 'total']]),
    after: collection(
      'Posts',
      [
        ...PRICED,
        computed('total', 'number', 'round(price * stock * 1.19, 2)'),
        computed('label', 'text', `concat(title, ' (', coalesce(extra.unit, "it's"), ')')`),
        computed('dear', 'boolean', 'total > 0.1 && title ~ "a%"'),
        computed('until', 'datetime', "date_add(created_at, 1, 'months')"),
      ],
      [
        [false, 'title', 'total'],
        [false, 'label'],
        [false, 'dear'],
        [false, 'until'],
      ],
    ),
  },
  {
    name: 'remove-indexed-json',
    before: collection('Posts', [title, extra], [[false, 'extra.color:text']]),
    after: collection('Posts', [title]),
  },
];
