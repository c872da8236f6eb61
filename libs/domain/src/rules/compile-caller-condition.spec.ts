import { DomainError } from '#domain/kernel/errors';
import { compileCallerCondition } from './compile-caller-condition';
import { decide } from './decide';

const auth = { id: 'u', email: 'u@x.example', role: 'hr', account_id: 'a', groups: ['staff'] };
const nobody = { id: null, email: null, role: null, account_id: null, groups: [] };

function holds(text: string, caller: typeof auth | typeof nobody): boolean {
  return decide(compileCallerCondition(text), { auth: caller, data: {}, now: new Date(0) }) === true;
}

function refusal(text: string): string {
  try {
    compileCallerCondition(text);
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'invalid') return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
}

test.each<[text: string, member: boolean, stranger: boolean]>([
  ['@has_role("hr")', true, false],
  ['@has_role("boss") || @has_group("staff")', true, false],
  ['!@has_role("boss")', true, false],
  ['@request.auth.id != ""', true, false],
  ['@request.auth.id IS NULL', false, true],
  ['lower(@request.auth.email) ~ "@x.example"', true, false],
  ['"staff" IN @request.auth.groups', true, false],
  ['@request.auth.account_id IN ("a", "b")', true, false],
  ['true', true, true],
])('%s is decided by the caller', (text, member, stranger) => {
  expect([holds(text, auth), holds(text, nobody)]).toEqual([member, stranger]);
});

test.each<[text: string, problem: string]>([
  [
    'owner = @request.auth.id',
    "TYPE Invalid condition: Access to a field depends on the caller alone, not on the field 'owner' at position 1",
  ],
  ['@has_role("hr") && author.name = "a"', "not on the field 'author.name' at position 20"],
  ['@request.auth.id = created_by', "not on the field 'created_by'"],
  ['role = "hr"', "not on the field 'role'"],
  ['@owns_record()', 'not on @owns_record'],
  ['@is_creator', 'not on @is_creator'],
  ['@is_public', 'not on @is_public'],
  ['@in_time_range(9, 17)', 'not on @in_time_range'],
  ['@has_permission(update, posts)', 'not on @has_permission'],
  ['NOW() > "2026-01-01"', 'not on the time'],
  ['@request.data.title = "a"', 'not on what a write sends'],
  ['isset(@request.data.title)', 'not on what a write sends'],
  ['changed(title)', 'not on what a write sends'],
  ['if(@has_role("hr"), title = "a", false)', "not on the field 'title'"],
  ['@has_rule("hr")', 'UNKNOWN_NAME Invalid condition: Unknown macro @has_rule'],
  ['@request.auth.name = "a"', 'UNKNOWN_NAME Invalid condition: Unknown @request.auth.name'],
  ['@has_role("hr"', 'SYNTAX Invalid condition'],
  ['"text"', 'TYPE Invalid condition'],
  [`@has_role("${'a'.repeat(5000)}")`, 'LIMIT Invalid condition'],
])('%s is refused', (text, problem) => {
  expect(refusal(text)).toContain(problem);
});
