import fc from 'fast-check';
import { callerConditions, settleCaller, settleSignedIn } from './caller-conditions';
import { compileRule } from './compile-rule';
import type { Condition, RequestValues } from './condition';
import { evaluateCondition } from './evaluate';
import { Catalog } from '../schema/catalog';
import { type Collection, NO_FIELD_LISTS } from '../schema/collection';
import { randomRuns } from '../../../../test/support/random-runs';

const posts: Collection = {
  id: 'c1',
  name: 'posts',
  table: 'col_posts',
  fields: ['owner', 'state'].map((name) => ({
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
  })),
  indexes: [],
  rules: { list: '', view: '', create: '', update: '', delete: '' },
  fieldLists: NO_FIELD_LISTS,
  allowAnonymous: true,
  showUserDetails: true,
  createdAt: '',
  updatedAt: '',
};
const catalog = new Catalog(1, [posts]);

function rule(text: string): Condition {
  return compileRule(text, { collection: posts, catalog, operation: 'update' });
}

function caller(id: string | null, role: string | null): RequestValues {
  return {
    auth: { id, role, email: null, account_id: 'a', groups: role === 'admin' ? ['staff'] : [] },
    data: { state: 'draft' },
    now: new Date('2026-01-01T12:00:00Z'),
  };
}

const user = caller('u1', 'user');
const anonymous = caller(null, null);

test.each<[string, RequestValues, Condition]>([
  ['@request.auth.id != ""', user, { kind: 'constant', value: true }],
  ['@request.auth.id != ""', anonymous, { kind: 'constant', value: false }],
  ['@has_role("admin") || @has_group("staff")', user, { kind: 'constant', value: false }],
  ['@request.auth.id != "" && state = "x"', user, rule('state = "x"')],
  ['@request.auth.id != "" && state = "x"', anonymous, { kind: 'constant', value: false }],
  ['@has_role("user") || owner = @request.auth.id', user, { kind: 'constant', value: true }],
  ['@has_role("admin") || owner = @request.auth.id', user, rule('owner = @request.auth.id')],
  ['!(@has_role("admin"))', user, { kind: 'constant', value: true }],
  ['@in_time_range(11, 13)', user, { kind: 'constant', value: true }],
  ['@request.data.state = "draft"', user, rule('@request.data.state = "draft"')],
])('%s for %j', (text, values, settled) => {
  expect(settleCaller(rule(text), values)).toEqual(settled);
});

test('unknown under a not is left to the database, which calls it unknown too', () => {
  const condition = rule('!(@request.auth.id = "x" && state = "y")');
  expect(settleCaller(condition, anonymous)).toEqual(condition);
});

test.each<[string, Condition]>([
  ['@request.auth.id != ""', { kind: 'constant', value: true }],
  ['"" = @request.auth.id', { kind: 'constant', value: false }],
  ['@request.auth.id = null || state = "x"', rule('state = "x"')],
  ['!(@request.auth.id != "") || owner = @request.auth.id', rule('owner = @request.auth.id')],
  ['@request.auth.role != ""', rule('@request.auth.role != ""')],
])('a signed-in caller reduces %s to %j', (text, settled) => {
  expect(settleSignedIn(rule(text))).toEqual(settled);
});

test('the parts are the largest ones', () => {
  const parts = callerConditions(rule('(@has_role("a") && @has_role("b")) || state = "x" && @has_role("c")'));
  expect(parts).toHaveLength(2);
});

test('a settled condition lets through exactly the same rows', () => {
  const atom = fc.constantFrom(
    '@request.auth.id != ""',
    '"" = @request.auth.id',
    '@request.auth.id = null',
    '@has_role("admin")',
    '@has_group("staff")',
    'owner = @request.auth.id',
    'state = "x"',
    'state = null',
    '@in_time_range(0, 6)',
    '@request.auth.role = "user"',
    'isset(@request.data.state)',
  );
  const { text } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 4 },
      atom,
      tie('text').map((inner) => `!(${inner})`),
      fc.tuple(tie('text'), tie('text')).map(([left, right]) => `(${left} && ${right})`),
      fc.tuple(tie('text'), tie('text')).map(([left, right]) => `(${left} || ${right})`),
    ),
  }));
  const values = fc.constantFrom(user, anonymous, caller('u2', 'admin'), caller('u1', null));
  const row = fc.record({ owner: fc.constantFrom('u1', 'u2', null), state: fc.constantFrom('x', 'y', null) });
  fc.assert(
    fc.property(text, values, row, (source, request, record) => {
      const condition = rule(source);
      const environment = { row: record, values: request, relations: { find: () => undefined } };
      const settled = settleCaller(condition, request);
      expect(evaluateCondition(settled, environment) === true).toBe(evaluateCondition(condition, environment) === true);
      const signedIn = settleSignedIn(condition);
      const isSame = evaluateCondition(signedIn, environment) === evaluateCondition(condition, environment);
      expect(isSame || request.auth.id === null).toBe(true);
    }),
    randomRuns(2000),
  );
});
