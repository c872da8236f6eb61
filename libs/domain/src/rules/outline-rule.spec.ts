/** Rules taken apart. */
import { failedParts, outlineRule, partsOfOutline, type RulePart } from './outline-rule';
import { catalog, posts } from './testing/rule-world';

const outline = (text: string) => outlineRule(text, { collection: posts, catalog, operation: 'update' });
const partsOf = (text: string): readonly RulePart[] => partsOfOutline(outline(text).outline);

test.each([
  ['title = "a"', ['title = "a"']],
  ['  ( (title = "a") )  ', ['title = "a"']],
  ['title = "a" && (public || price > 5)', ['title = "a"', 'public', 'price > 5']],
  ['(price + 1) * 2 > 5 and not public', ['(price + 1) * 2 > 5', 'not public']],
  ['!(title = "a" && public) || ! public', ['!(title = "a" && public)', '! public']],
  ['@owns_record() || @has_role("a)b")', ['@owns_record()', '@has_role("a)b")']],
  ['status IN ("draft", null) && due IS NOT NULL', ['status IN ("draft", null)', 'due IS NOT NULL']],
  ['title = "a && b" || tags ~ "c"', ['title = "a && b"', 'tags ~ "c"']],
  ['if(public || price > 5, title, status) = "a"', ['if(public || price > 5, title, status) = "a"']],
  ['', []],
])('%s has the parts %j', (text, expected) => {
  expect(partsOf(text).map(({ expression }) => expression)).toEqual(expected);
});

test.each([
  ['@owns_record()', ['created_by', '@request.auth.id']],
  ['@owns_record(assignee)', ['assignee', '@request.auth.id']],
  ['@is_creator', ['created_by', '@request.auth.id']],
  ['@has_role("editor")', ['@request.auth.role']],
  ['@has_group("staff")', ['@request.auth.groups']],
  ['"staff" IN @request.auth.groups', ['@request.auth.groups']],
  ['@request.auth.groups = "staff"', ['@request.auth.groups']],
  ['@is_public', ['public']],
  ['@in_time_range(9, 17)', ['now()']],
  ['@has_permission(update, people)', []],
  ['author.organization.name = lower( title )', ['author.organization.name', 'lower( title )', 'title']],
  ['(price + 1) * 2 > price', ['(price + 1) * 2', 'price + 1', 'price']],
  ['-(price) < 1', ['-(price)', 'price']],
  ['changed(status) && isset(@request.data.title)', ['status', '@request.data.title']],
  ['title = @request.auth.id || 1 < 2', ['title', '@request.auth.id']],
])('%s looks at %j', (text, expected) => {
  expect(partsOf(text).flatMap(({ values }) => values.map(({ name }) => name))).toEqual(expected);
});

test('the parts have the conditions that the rule is made of', () => {
  const { condition, outline: whole } = outline('title = "a" && (public || price > 5)');
  if (condition.kind !== 'and' || condition.items[1]?.kind !== 'or') throw new Error('not as it is written');
  const conditions = [condition.items[0], ...condition.items[1].items];
  for (const [index, part] of partsOfOutline(whole).entries()) expect(part.condition).toBe(conditions[index]);
});

test.each([
  ['title = "a" && public', [], ['title = "a"', 'public']],
  ['title = "a" && public', ['public'], ['title = "a"']],
  ['title = "a" || public', ['public'], []],
  ['title = "a" || public', [], ['title = "a"', 'public']],
  ['(title = "a" || public) && price > 5', ['public'], ['price > 5']],
  ['(title = "a" && public) || price > 5', ['public'], ['title = "a"', 'price > 5']],
])('%s, of which %j hold, fails for %j', (text, holding: string[], expected) => {
  const failed = failedParts(outline(text).outline!, ({ expression }) => holding.includes(expression));
  expect(failed.map(({ expression }) => expression)).toEqual(expected);
});

test('a rule that is refused is refused as it is when it is saved', () => {
  expect(() => outline('titel = "a"')).toThrow(/^Invalid update rule: Unknown field 'titel'/);
});
