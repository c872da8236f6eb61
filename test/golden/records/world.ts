/** The collections that plans are made for in these tests, and their tables by hand on both engines. */
import { Catalog } from '#domain/schema/catalog';
import {
  type Collection,
  type ComputedType,
  type Field,
  type FieldOptions,
  type FieldType,
  type PersonalData,
  type Rules,
  NO_FIELD_LISTS,
} from '#domain/schema/collection';
import { encryptedFields } from '#domain/schema/field-storage';
import { physicalIndexes } from '#domain/schema/physical-indexes';
import { compileCreateIndex } from '#sql/compile-ddl-index';
import { postgres } from '#sql/dialect/postgres';
import { sqlite } from '#sql/dialect/sqlite';
import { principalOf, type RequestContext, SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';

export const ACCOUNT = '00000000-0000-7000-8000-00000000000a';
export const OTHER_ACCOUNT = '00000000-0000-7000-8000-00000000000b';
export const USER = '00000000-0000-7000-8000-0000000000a1';
export const SESSION = '00000000-0000-7000-8000-0000000000c1';

interface FieldInput {
  readonly required?: boolean;
  readonly options?: FieldOptions;
  readonly collection?: string;
  readonly column?: string;
}

function field(name: string, type: FieldType, input: FieldInput = {}): Field {
  return {
    id: `f_${name}`,
    name,
    type,
    required: input.required ?? false,
    unique: false,
    default: null,
    options: input.options ?? {},
    collection: input.collection ?? null,
    onDelete: type === 'reference' ? 'set_null' : type === 'user' ? 'restrict' : null,
    column: input.column ?? name.toLowerCase(),
  };
}

const OPEN: Rules = { list: '', view: '', create: '', update: '', delete: '' };

function collection(name: string, fields: readonly Field[], rules: Partial<Rules> = {}): Collection {
  return {
    id: `id_${name}`,
    name,
    table: `col_${name.toLowerCase()}`,
    fields,
    indexes: [],
    rules: { ...OPEN, ...rules },
    fieldLists: NO_FIELD_LISTS,
    allowAnonymous: true,
    showUserDetails: true,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

const organizations = collection(
  'organizations',
  [field('name', 'text', { required: true }), field('active', 'boolean')],
  {
    view: 'active',
  },
);

const authors = collection('authors', [
  field('name', 'text'),
  field('organization', 'reference', { collection: 'organizations' }),
  field('account', 'user'),
]);

const tags = collection('tags', [field('name', 'text')], { view: "name != 'secret'" });

const vaults = collection('vaults', [field('name', 'text')], { view: null });

const postFields = [
  field('Title', 'text', { required: true }),
  field('views', 'number'),
  field('rating', 'number'),
  field('published', 'boolean'),
  field('publishedAt', 'datetime'),
  field('day', 'date'),
  field('meta', 'json'),
  field('labels', 'select', { options: { values: ['a', 'b', 'c'], max: 3 } }),
  field('author', 'reference', { collection: 'authors' }),
  field('parent', 'reference', { collection: 'posts' }),
  field('vault', 'reference', { collection: 'vaults' }),
  field('owner', 'user'),
  field('tags', 'reference', { collection: 'tags', options: { multiple: true }, column: 'jn_posts_tags' }),
];

export function catalogWith(rules: Partial<Rules> = {}): Catalog {
  return new Catalog(1, [collection('posts', postFields, rules), organizations, authors, tags, vaults]);
}

/** Posts with fields that are made of others, of each other, of lists and of the time. */
export function computedCatalog(rules: Partial<Rules> = {}): Catalog {
  const [posts, ...others] = catalogWith(rules).collections;
  const made = (name: string, returns: ComputedType, expression: string): Field => ({
    ...field(name, 'computed'),
    column: '',
    computed: { expression, returns },
  });
  const fields = [
    ...posts!.fields,
    made('score', 'number', 'views * 2 + rating'),
    made('slug', 'text', "concat(lower(Title), '-', 'x')"),
    made('good', 'boolean', 'score > 10 && labels = "a"'),
    made('many', 'number', 'length(tags)'),
    made('age', 'number', "date_diff(now(), created_at, 'days')"),
  ];
  return new Catalog(1, [{ ...posts!, fields }, ...others]);
}

/** Authors and posts with fields that count what refers to them, and add up such fields. */
export function relatedCatalog(rules: Partial<Rules> = {}): Catalog {
  const more: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    posts: { replies: 'posts_via_parent.length', spread: 'replies + coalesce(sum(posts_via_parent.views), 0)' },
    authors: { fame: 'sum(posts_via_author.replies)' },
  };
  const collections = catalogWith(rules).collections.map((shape) => {
    const added = Object.entries(more[shape.name] ?? {}).map(([name, expression]): Field => {
      return { ...field(name, 'computed'), column: '', computed: { expression, returns: 'number' } };
    });
    return { ...shape, fields: [...shape.fields, ...added] };
  });
  return new Catalog(1, collections);
}

/** Masks of every kind, and of every type that is no text. */
const MASKED: Readonly<Record<string, Omit<PersonalData, 'clearTo'>>> = {
  Title: { mask: 'custom', template: "{first:2}'*${last:1}" },
  views: { mask: 'phone' },
  rating: { mask: 'full' },
  publishedAt: { mask: 'name' },
  day: { mask: 'ssn' },
  name: { mask: 'email' },
};

export function maskedCatalog(): Catalog {
  const collections = catalogWith().collections.map((collection) => {
    const fields = collection.fields.map((field) => {
      const mask = Object.hasOwn(MASKED, field.name) ? MASKED[field.name] : undefined;
      return mask === undefined ? field : { ...field, pii: { ...mask, clearTo: { roles: [], groups: [] } } };
    });
    return { ...collection, fields };
  });
  return new Catalog(1, collections);
}

/** Posts with a field that is encrypted, and one of which encryption was turned off, so that its values are in either column. */
export function encryptedCatalog(rules: Partial<Rules> = {}): Catalog {
  const [posts, ...others] = catalogWith(rules).collections;
  const encrypted = (plain: Field, isOn: boolean): Field => ({
    ...plain,
    encryption: { column: `${plain.column}_encrypted`, isOn, keyId: null, job: null },
  });
  const fields = posts!.fields.map((plain) => (plain.name === 'meta' ? encrypted(plain, true) : plain));
  return new Catalog(1, [{ ...posts!, fields: [...fields, encrypted(field('note', 'text'), false)] }, ...others]);
}

export const MEMBER: RequestContext = {
  ...systemContext('r1', ACCOUNT),
  actor: {
    kind: 'user',
    userId: USER,
    email: 'ann@example.com',
    role: 'user',
    groups: ['editors'],
    accountId: ACCOUNT,
    credential: { kind: 'session', id: SESSION, stamp: 1 },
  },
};

export const SUPERADMIN: RequestContext = {
  ...systemContext('r2', SYSTEM_ACCOUNT_ID),
  accountId: null,
  actor: { ...principalOf(MEMBER)!, accountId: SYSTEM_ACCOUNT_ID },
};

const TYPES: Readonly<Record<'sqlite' | 'postgres', Readonly<Record<string, string>>>> = {
  sqlite: {
    text: 'TEXT',
    number: 'NUMERIC',
    boolean: 'INTEGER',
    datetime: 'TEXT',
    date: 'TEXT',
    json: 'TEXT',
    integer: 'INTEGER',
  },
  postgres: {
    text: 'text COLLATE "C"',
    number: 'double precision',
    boolean: 'boolean',
    datetime: 'timestamptz(3)',
    date: 'date',
    json: 'json',
    integer: 'integer',
  },
};

/** Statements that make every table the compiled statements mention. */
export function tableTexts(dialect: 'sqlite' | 'postgres'): string[] {
  const type = TYPES[dialect];
  const tables = encryptedCatalog().collections.flatMap((shape) => {
    const system = ['account_id', 'id', 'created_by', 'updated_by'].map((name) => `"${name}" ${type['text']} NOT NULL`);
    const times = ['created_at', 'updated_at'].map((name) => `"${name}" ${type['datetime']} NOT NULL`);
    const own = shape.fields
      .filter((candidate) => candidate.options.multiple !== true)
      .map(
        (candidate) => `"${candidate.column}" ${type[physicalType(candidate)]}${candidate.required ? ' NOT NULL' : ''}`,
      );
    const ciphertexts = encryptedFields(shape.fields).map(({ encryption }) => `"${encryption.column}" ${type['text']}`);
    const columns = [...system, ...times, `"_rev" ${type['integer']} NOT NULL`, ...own, ...ciphertexts];
    const ending = dialect === 'sqlite' ? ' WITHOUT ROWID' : '';
    const table = `CREATE TABLE "${shape.table}" (${columns.join(', ')}, PRIMARY KEY ("account_id", "id"))${ending}`;
    return [
      table,
      ...physicalIndexes(shape).map((index) => compileCreateIndex(shape, index, { sqlite, postgres }[dialect]).text),
    ];
  });
  const text = type['text'];
  return [
    ...tables,
    `CREATE TABLE "jn_posts_tags" ("account_id" ${text}, "record_id" ${text}, "target_id" ${text}, "position" integer, PRIMARY KEY ("account_id", "record_id", "target_id"))`,
    `CREATE TABLE users (id varchar(36) PRIMARY KEY, account_id varchar(36), email varchar(255), first_name varchar(100), last_name varchar(100), avatar_url varchar(500), is_active boolean, auth_version integer)`,
    `CREATE TABLE sessions (id varchar(36) PRIMARY KEY, user_id varchar(36), revoked_at varchar(24))`,
    `CREATE TABLE api_keys (id varchar(36) PRIMARY KEY, user_id varchar(36), revoked_at varchar(24))`,
    `CREATE TABLE accounts (id varchar(36) PRIMARY KEY, name varchar(255), status varchar(16), quota_records bigint, quota_storage bigint)`,
    `CREATE TABLE system_state (name varchar(50) PRIMARY KEY, value bigint)`,
    `CREATE TABLE record_counts (account_id varchar(36), collection_id varchar(36), count bigint, bytes bigint, version bigint, PRIMARY KEY (account_id, collection_id))`,
    `INSERT INTO system_state VALUES ('schema_revision', 1)`,
    `INSERT INTO accounts (id, name) VALUES ('${ACCOUNT}', 'Acme'), ('${OTHER_ACCOUNT}', 'Twin')`,
    `INSERT INTO users VALUES ('${USER}', '${ACCOUNT}', 'ann@example.com', 'Ann', NULL, NULL, ${dialect === 'sqlite' ? 1 : 'true'}, 1)`,
    `INSERT INTO sessions VALUES ('${SESSION}', '${USER}', NULL)`,
  ];
}

function physicalType(candidate: Field): string {
  if (candidate.type === 'select') return 'json';
  return Object.hasOwn(TYPES.sqlite, candidate.type) ? candidate.type : 'text';
}
