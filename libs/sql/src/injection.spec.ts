/** Values never become text, and nothing but a checked identifier does. */
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import fc from 'fast-check';
import { ANONYMOUS, type RequestContext, systemContext } from '#domain/kernel/request-context';
import { parseListRequest } from '#domain/query/parse-list-request';
import { planList } from '#domain/query/plan-records';
import { hasLookalikes } from '#domain/rules/like-pattern';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { catalog } from '#domain/rules/testing/rule-world';
import { Catalog } from '#domain/schema/catalog';
import { bindStatement } from './bind';
import { compileList } from './compile-list';
import { postgres } from './dialect/postgres';
import { sqlite } from './dialect/sqlite';
import { identifier, memberName } from './identifier';
import { randomRuns } from '../../../test/support/random-runs';

const FIELDS = new RuledFieldAccess();

const ctx: RequestContext = { ...systemContext('r', 'acc'), actor: ANONYMOUS };
const open = catalog.collections.map((shape) => ({ ...shape, rules: { ...shape.rules, list: '', view: '' } }));
const shapes = new Catalog(1, open);
const posts = shapes.find('posts')!;
const values = {
  auth: { id: null, email: null, role: null, account_id: null, groups: [] },
  data: {},
  now: new Date(0),
};

const hostile = fc.oneof(
  fc.constantFrom(`'; DROP TABLE users; --`, '\uFFFD', `"`, `')`, '$1', '?1', `\\`, `%' OR 1=1`, '/*', '\u2019'),
  fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
);

it.each([sqlite, postgres])('a value is bound, never written: $name', (dialect) => {
  const textOf = (value: string): { text: string; bound: unknown[] } => {
    const literal = `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    const filter = `title = ${literal} || author.name ~ ${literal} || status IN (${literal}) || lower(title) = ${literal}`;
    const request = parseListRequest({ filter, status: value, sort: 'author.name' }, posts, EVERY_COLUMN);
    const statement = compileList(planList(ctx, FIELDS, shapes, posts, request), dialect);
    const parameters = { credential: null, account: 'acc', skip: 0, limit: 1, answer: 100, share: 100 };
    return {
      text: statement.text,
      bound: bindStatement(statement, { request: { ...values, given: request.given }, parameters }),
    };
  };
  // A pattern that SQLite's LIKE could mistake for another is compared in a form of its own.
  const [reference, ofLookalikes] = ['plain', '\uFFFD'].map((value) => textOf(value).text);
  fc.assert(
    fc.property(hostile, (value) => {
      fc.pre(!value.includes('\0'));
      const { text, bound } = textOf(value);
      expect(text).toBe(hasLookalikes(value) ? ofLookalikes : reference);
      expect(bound.filter((item) => item === value).length).toBeGreaterThanOrEqual(4);
    }),
    randomRuns(200),
  );
});

it('every placeholder has its value, and every value its placeholder', () => {
  const plan = planList(
    ctx,
    FIELDS,
    shapes,
    posts,
    parseListRequest({ filter: "title = 'a' && price > 1" }, posts, EVERY_COLUMN),
  );
  for (const dialect of [sqlite, postgres]) {
    const { text, slots } = compileList(plan, dialect);
    const numbers = [...text.matchAll(/[?$](\d+)/g)].map((match) => Number(match[1]));
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(slots.map((_slot, index) => index + 1));
  }
});

it('only physical names become identifiers', () => {
  expect(identifier('col_posts')).toBe('"col_posts"');
  expect(memberName('publishedAt')).toBe('publishedAt');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      if (/^[a-z_][a-z0-9_]*$/.test(name) && !name.includes('\n')) return;
      expect(() => identifier(name)).toThrow('Not a physical name');
    }),
  );
  for (const name of ['', 'a"b', 'A', 'a b', 'a\n', '1a', 'a;', 'é', 'a'.repeat(64)]) {
    expect(() => identifier(name)).toThrow('Not a physical name');
  }
  for (const name of ['', 'a"', "a'", '_a', 'a\\', 'a\n', 'a'.repeat(64)]) {
    expect(() => memberName(name)).toThrow('Not a member name');
  }
});
