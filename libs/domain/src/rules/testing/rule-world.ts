/** Collections, rows and a caller that the specs of the rule language share. Nothing but specs imports it. */
import { Catalog } from '#domain/schema/catalog';
import { type Collection, type Field, type FieldType, type Rules, NO_FIELD_LISTS } from '#domain/schema/collection';
import { EVERY_COLUMN } from '../column-resolver';
import { compileFilter } from '../compile-filter';
import { filterTemplate } from '../filter-template';
import { compileRule } from '../compile-rule';
import type { Condition, RequestValues } from '../condition';
import { evaluateCondition } from '../evaluate';
import type { Environment, Relations, Row } from '../evaluation';

const LOCKED: Rules = { list: null, view: null, create: null, update: null, delete: null };

function field(name: string, type: FieldType, extra: Partial<Field> = {}): Field {
  const base = { required: false, unique: false, default: null, options: {}, collection: null, onDelete: null };
  return { id: name, name, type, ...base, column: name.toLowerCase(), ...extra };
}

function collection(name: string, fields: readonly Field[], rules: Partial<Rules> = {}): Collection {
  const at = '2026-01-01T00:00:00.000Z';
  const table = `col_${name}`;
  return {
    id: name,
    name,
    table,
    fields,
    indexes: [],
    rules: { ...LOCKED, ...rules },
    fieldLists: NO_FIELD_LISTS,
    allowAnonymous: true,
    showUserDetails: true,
    createdAt: at,
    updatedAt: at,
  };
}

const organizations = collection(
  'organizations',
  [field('name', 'text'), field('parent', 'reference', to('organizations'))],
  {
    view: 'name != "Hidden"',
  },
);
const people = collection(
  'people',
  [
    field('name', 'text'),
    field('active', 'boolean'),
    field('age', 'number'),
    field('organization', 'reference', to('organizations')),
  ],
  { view: '', update: '@owns_record()', create: '@has_role("editor")', delete: '@has_permission(list, posts)' },
);
export const posts = collection(
  'posts',
  [
    field('title', 'text'),
    field('status', 'select', { options: { values: ['draft', 'published'] } }),
    field('tags', 'select', { options: { values: ['a', 'b', 'c'], max: 3 } }),
    field('price', 'number'),
    field('stock', 'number'),
    field('public', 'boolean'),
    field('due', 'date'),
    field('starts', 'datetime'),
    field('meta', 'json'),
    field('cover', 'file'),
    field('author', 'reference', to('people')),
    field('reviewers', 'reference', { ...to('people'), options: { multiple: true } }),
    field('assignee', 'user'),
    field('constructor', 'text'),
  ],
  { list: '@has_permission("delete", "people")', view: '@has_group("staff")' },
);
export const catalog = new Catalog(1, [organizations, people, posts]);

function to(target: string): Partial<Field> {
  return { collection: target, onDelete: 'set_null' };
}

const ROWS: Readonly<Record<string, Row>> = {
  acme: { id: 'acme', name: 'Acme', parent: 'hidden' },
  hidden: { id: 'hidden', name: 'Hidden', parent: null },
  ada: { id: 'ada', name: 'Ada', active: true, age: 36, organization: 'acme' },
  bob: { id: 'bob', name: 'Bob', active: false, age: null, organization: null },
  nameless: { id: 'nameless', name: null, active: null, age: null, organization: 'gone' },
};
const USERS: Readonly<Record<string, Row>> = { u1: { id: 'u1', email: 'u1@example.com' } };

const relations: Relations = { find: (target, id) => (target === null ? USERS[id] : ROWS[id]) };

export const post: Row = {
  id: 'p1',
  account_id: 'acct',
  created_at: '2026-03-01T10:00:00.000Z',
  created_by: 'u1',
  updated_at: '2026-03-02T10:00:00.000Z',
  updated_by: 'u2',
  title: 'Hello World',
  status: 'draft',
  tags: ['a', 'b'],
  price: 10.5,
  stock: null,
  public: true,
  due: '2026-03-31',
  starts: '2026-03-15T12:30:00.000Z',
  meta: [1, 2, 3],
  cover: null,
  author: 'ada',
  reviewers: ['bob', 'nameless'],
  assignee: 'u1',
};

export const caller: RequestValues = {
  auth: { id: 'u1', email: 'u1@example.com', role: 'editor', account_id: 'acct', groups: ['staff'] },
  data: { title: 'New title', tags: ['c'], price: null },
  now: new Date('2026-03-10T09:15:00.000Z'),
};
export const anonymous: RequestValues = {
  auth: { id: null, email: null, role: null, account_id: null, groups: [] },
  data: {},
  now: caller.now,
};

export function updateRule(text: string): Condition {
  return compileRule(text, { collection: posts, catalog, operation: 'update' });
}

/** Targets are visible under their own view rule. */
export function filter(text: string): Condition {
  return compileFilter(text, {
    collection: posts,
    catalog,
    columns: EVERY_COLUMN,
    showsUserDetails: () => true,
    computedOf: () => undefined,
    visibilityOf: (target) =>
      compileRule(target.rules.view ?? 'false', { collection: target, catalog, operation: 'view' }),
  });
}

export function evaluateFilter(text: string): boolean | null {
  return evaluate(filter(text), { values: { ...caller, given: filterTemplate(text).given } });
}

export function evaluate(condition: Condition, extra: Partial<Environment> = {}): boolean | null {
  return evaluateCondition(condition, { row: post, values: caller, relations, ...extra });
}
