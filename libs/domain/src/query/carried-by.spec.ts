import { compileRule } from '../rules/compile-rule';
import type { Condition } from '../rules/condition';
import { catalog, filter, posts } from '../rules/testing/rule-world';
import { carriedBy } from './carried-by';
import { countedFrom } from './counted-from';

function carried(where: Condition, reach: 'account' | 'all' = 'account') {
  const found = carriedBy({ collection: posts, where, reach, countedFrom: countedFrom(posts, where) });
  return found && { names: [...found.names].toSorted(), related: found.related };
}

function rule(text: string): Condition {
  return compileRule(text, { collection: posts, catalog, operation: 'list' });
}

it.each([
  ['title = "a" && price + 1 > stock', ['price', 'stock', 'title'], false],
  ['length(reviewers) > 1 || tags = "a" || due IS NULL', ['due', 'reviewers', 'tags'], false],
  ['if(public, lower(title), status) ~ "x"', ['public', 'status', 'title'], false],
  ['author.name = "a"', ['author'], true],
  ['reviewers.organization.name != title', ['reviewers', 'title'], true],
])('%s is decided by %j', (text, names, related) => {
  expect(carried(filter(text))).toEqual({ names, related });
});

it.each([
  ['@owns_record()', ['created_by']],
  ['@has_group("staff") && assignee = @request.auth.id', ['assignee']],
])('the rule %s is decided by %j', (text, names) => {
  expect(carried(rule(text))).toEqual({ names, related: false });
});

it.each([
  ['users', filter('assignee.email = "a"')],
  ['the time', filter('starts < now()')],
  ['the time, in an argument', filter('date_diff(starts, now(), "days") > 1')],
  ['the hour', rule('@in_time_range(9, 17) && title = "a"')],
  ['a permission', rule('@has_permission("create", "people") && title = "a"')],
  ['nothing', rule('')],
  ['a condition that has more to it', { kind: 'truth', operand: { ...ownColumn(), unheard: 'of' } } as Condition],
  ['a condition that is not known', { kind: 'unheard', operand: ownColumn() } as unknown as Condition],
])('what depends on %s is not carried', (_what, where) => {
  expect(carried(where)).toBeNull();
});

it('lists over all accounts are not carried', () => {
  expect(carried(filter('title = "a"'), 'all')).toBeNull();
});

it('what depends on other records of the collection is not carried', () => {
  const organizations = catalog.find('organizations')!;
  const where = compileRule('parent.name = "a"', { collection: organizations, catalog, operation: 'list' });
  const plan = { collection: organizations, where, reach: 'account', countedFrom: [organizations.id] } as const;
  expect(carriedBy(plan)).toBeNull();
});

function ownColumn() {
  return { kind: 'column', type: 'boolean', path: [], column: 'public', many: false } as const;
}
