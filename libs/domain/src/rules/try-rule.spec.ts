import { Catalog } from '#domain/schema/catalog';
import { catalog } from './testing/rule-world';
import { type RuleSample, tryRule } from './try-rule';

const NOBODY: RuleSample['auth'] = { id: null, email: null, role: null, account_id: null, groups: [] };
const EDITOR: RuleSample['auth'] = { ...NOBODY, id: 'u1', role: 'editor', groups: ['staff'] };
const NOW = Date.parse('2026-01-01T00:00:00.000Z');
const none = new Catalog(0, []);

const verdict = (rule: string, sample: Partial<RuleSample>) =>
  tryRule(rule, { auth: NOBODY, record: null, data: {}, ...sample }, none, NOW);

it.each<[string, Partial<RuleSample>, boolean]>([
  ['', {}, true],
  ['@request.auth.id != ""', {}, false],
  ['@request.auth.id != ""', { auth: EDITOR }, true],
  ['@has_role("editor") and @has_group("staff")', { auth: EDITOR }, true],
  ['@owns_record()', { auth: EDITOR, record: { created_by: 'u1' } }, true],
  ['@owns_record()', { auth: EDITOR, record: { created_by: 'u2' } }, false],
  ['@owns_record()', { auth: EDITOR }, false],
  ['price > 5 && public', { record: { price: 7, public: true } }, true],
  ['tags = "b"', { record: { tags: ['a', 'b'] } }, true],
  ['tags = null', { record: { tags: [] } }, true],
  ['due < "2026-02-01"', { record: { due: '2026-01-31' } }, true],
  ['starts = "2026-01-31T10:00:00Z"', { record: { starts: '2026-01-31T12:00:00+02:00' } }, true],
  ['created_at < now()', { record: { created_at: '2020-01-01' } }, true],
  ['length(meta) = 2', { record: { meta: [1, { a: 2 }] } }, true],
  ['note = null', { record: { note: null } }, true],
  ['@request.data.status = "draft"', { data: { status: 'draft' } }, true],
  ['!isset(@request.data.votes)', { record: { votes: 1 }, data: { title: 'x' } }, true],
  ['changed(status)', { record: { status: 'a' }, data: { status: 'b' } }, true],
  ['changed(status)', { record: { status: 'a' }, data: { status: 'a' } }, false],
])('%j for %j: %j', (rule, sample, allowed) => {
  expect(verdict(rule, sample).allowed).toBe(allowed);
});

it('checks a write against the record as it is and as it would become, and reports both', () => {
  const write = { auth: EDITOR, record: { status: 'draft' }, data: { status: 'published' } };
  expect(verdict('status = "draft"', write)).toEqual({
    allowed: false,
    explanation: 'for the record as it is: true; for the record as it would become: false',
  });
  expect(verdict('status != null', write).allowed).toBe(true);
});

it('tells what cannot be known without a record', () => {
  expect(verdict('created_by = "u1"', {})).toEqual({
    allowed: false,
    explanation: 'without a record: unknown, which is not true',
  });
});

it('asks the rules of real collections for their permission', () => {
  const sample = { auth: EDITOR, record: null, data: {} };
  expect(tryRule('@has_permission("create", "people")', sample, catalog, NOW).allowed).toBe(true);
  expect(() => tryRule('@has_permission("create", "people")', sample, none, NOW)).toThrow(
    "Unknown collection 'people'",
  );
});

it.each([
  ['tytle = "x"', "Invalid rule: Unknown field 'tytle' of 'the sample'"],
  ['title > 5', 'Invalid rule: Expected'],
  ['title = ', 'Invalid rule: Expected a value'],
])('refuses %j', (rule, message) => {
  expect(() => verdict(rule, { record: { title: 'x' } })).toThrow(message);
});

it('takes names that every object has for fields like any other', () => {
  const record = JSON.parse('{"constructor": "a", "__proto__": "b", "toString": "c"}') as Record<string, string>;
  expect(verdict('constructor = "a" && __proto__ = "b" && toString = "c"', { record }).allowed).toBe(true);
});
