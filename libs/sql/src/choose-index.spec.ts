import { type RequestContext, systemContext } from '#domain/kernel/request-context';
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { parseListRequest } from '#domain/query/parse-list-request';
import { planList } from '#domain/query/plan-records';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { Catalog } from '#domain/schema/catalog';
import { type Collection, type ComputedType, type Field, NO_FIELD_LISTS } from '#domain/schema/collection';
import { chooseIndex, namesIndexed } from './choose-index';

const FIELDS = new RuledFieldAccess();

const plain: readonly Field[] = ['owner', 'state', 'title'].map((name) => ({
  id: name,
  name,
  type: 'text',
  required: false,
  unique: false,
  default: null,
  options: {},
  collection: null,
  onDelete: null,
  column: name,
}));

const meta: Field = { ...plain[0]!, id: 'meta', name: 'meta', type: 'json', column: 'meta' };
const made = (name: string, returns: ComputedType, expression: string): Field => {
  return { ...plain[0]!, id: name, name, type: 'computed', column: '', computed: { expression, returns } };
};
const fields = [
  ...plain,
  meta,
  made('loud', 'text', 'upper(title)'),
  made('quiet', 'text', 'lower(title)'),
  made('mine', 'boolean', 'owner = "x"'),
];

const posts: Collection = {
  id: 'c1',
  name: 'posts',
  table: 'col_posts',
  fields,
  indexes: [
    { name: 'ix_owner', fields: ['owner'], unique: false },
    { name: 'ix_owner_state', fields: ['owner', 'state'], unique: false },
    { name: 'ix_loud', fields: ['loud'], unique: false },
    { name: 'ix_color', fields: ['meta.color:text'], unique: false },
  ],
  rules: { list: '', view: '', create: '', update: '', delete: '' },
  fieldLists: NO_FIELD_LISTS,
  allowAnonymous: true,
  showUserDetails: true,
  createdAt: '',
  updatedAt: '',
};

const member: RequestContext = {
  ...systemContext('r', 'a'),
  actor: {
    kind: 'user',
    userId: 'u',
    email: 'e',
    role: 'user',
    groups: [],
    accountId: 'a',
    credential: { kind: 'session', id: 's', stamp: 1 },
  },
};

test.each<[string, Record<string, string>, string, string | null]>([
  ['no condition', {}, '', null],
  ['an equality in the rule', {}, 'owner = @request.auth.id', 'ix_owner'],
  ['an equality written the other way round', {}, '@request.auth.id = owner', 'ix_owner'],
  ['an equality in the filter', { filter: 'owner = "x" && title ~ "y"' }, '', 'ix_owner'],
  [
    'rule and filter together: the longer index',
    { filter: 'state = "x"' },
    'owner = @request.auth.id',
    'ix_owner_state',
  ],
  ['a bare parameter', { owner: 'x' }, '', 'ix_owner'],
  ['an equality that need not hold', { filter: 'owner = "x" || state = "y"' }, '', null],
  ['another comparison', { filter: 'owner > "x"' }, '', null],
  ['a comparison of two columns', { filter: 'owner = title' }, '', null],
  ['the second column of an index alone', { filter: 'state = "x"' }, '', null],
  ['another order', { filter: 'owner = "x"', sort: 'title' }, '', null],
  ['oldest first', { filter: 'owner = "x"', sort: 'created_at' }, '', 'ix_owner'],
  ['a keyset page', { filter: 'owner = "x"', cursor: '' }, '', 'ix_owner'],
  ['an equality in json', { filter: '"red" = meta.color' }, '', 'ix_color'],
  ['one with a value of the caller', {}, 'meta.color = @request.auth.id', 'ix_color'],
  ['one of another type', { filter: 'meta.color = 5' }, '', null],
  ['one further inside', { filter: 'meta.color.color = "red"' }, '', null],
  ['one with any of several', { filter: 'meta.color[*] = "red"' }, '', null],
  ['an equality with what is computed', { filter: 'loud = "Y"' }, '', 'ix_loud'],
  ['one with what is made of that', { filter: 'lower(loud) = "y"' }, '', null],
  ['none but that there is nothing', { filter: 'meta.color = null' }, '', null],
])('%s', (_what, query, rule, index) => {
  const collection = { ...posts, rules: { ...posts.rules, list: rule } };
  const plan = planList(
    member,
    FIELDS,
    new Catalog(1, [collection]),
    collection,
    parseListRequest(query, collection, EVERY_COLUMN),
  );
  expect(chooseIndex(plan)).toBe(index);
});

test.each<[string, string, boolean]>([
  ['no column', '', false],
  ['a column without an index', 'title ~ "y"', false],
  ['a column that an index has in its second place', 'state > "y"', false],
  ['a column that an index begins with', 'title ~ "y" && !(lower(owner) = "x")', true],
  ['what is in json that an index begins with', 'meta.size > 5', true],
  ['what is made of a column without an index', 'quiet = "y"', false],
  ['what is computed that an index begins with', 'loud > "Y"', true],
  ['what is made of a column that an index begins with', 'mine', true],
])('a condition on %s', (_case, filter, expected) => {
  const request = parseListRequest({ filter }, posts, EVERY_COLUMN);
  const plan = planList(member, FIELDS, new Catalog(1, [posts]), posts, request);
  expect(namesIndexed(plan)).toBe(expected);
});
