import { checkRuleNames } from './check-names';

it.each([
  '',
  '@has_role("admin") and @owns_record()',
  '@owns_record(author) || not (status = "draft")',
  'author.organization.name ~ "acme%" && price * -2 > length(title)',
  '"staff" IN @request.auth.groups && @request.data.anything IN (1, @request.auth.id)',
  'isset(@request.data.votes) && changed(votes) && starts IS NOT NULL',
  'sum(orders_via_customer.total) > 5 && comments_via_post.length = 0 && MAX(a_via_b.c) != null',
  '@has_permission(update, posts) && IF(a > 1, b, c) = coalesce(d, 2)',
])('takes %j', (rule) => {
  expect(() => checkRuleNames(rule)).not.toThrow();
});

it.each([
  ['a = ', 'RULE_SYNTAX', 'Invalid rule: Expected a value but found the end of the text at position 5'],
  ['@owns_recrod()', 'RULE_UNKNOWN_NAME', 'Unknown macro @owns_recrod'],
  ['!(a = 1 && @constructor())', 'RULE_UNKNOWN_NAME', 'Unknown macro @constructor'],
  ['@has_role()', 'RULE_TYPE', 'Use @has_role as @has_role("editor") at position 1'],
  ['size(title) > 1', 'RULE_UNKNOWN_NAME', "Unknown function 'size'"],
  ['upper(lower(title, 1)) = "A"', 'RULE_TYPE', 'lower(…) takes 1 argument, not 2 at position 7'],
  ['sum(1) > 0', 'RULE_TYPE', 'sum(…) takes a field behind a back-relation, such as sum(orders_via_customer.total) at'],
  ['a IN (1, @request.auth.name)', 'RULE_UNKNOWN_NAME', 'Unknown @request.auth.name'],
  ['@request.body.x = 1', 'RULE_UNKNOWN_NAME', 'Unknown @request.body.x'],
  ['@request.data = 1', 'RULE_UNKNOWN_NAME', 'Unknown @request.data'],
  ['@request.data.a.b = 1', 'RULE_UNKNOWN_NAME', 'Unknown @request.data.a.b'],
  [`${'('.repeat(40)}a${')'.repeat(40)}`, 'RULE_LIMIT', 'nested deeper'],
])('refuses %j', (rule, code, message) => {
  expect(() => checkRuleNames(rule)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

describe('with the names of the fields', () => {
  const fields = ['status', 'author'];

  it.each([
    ['status = "a" && author.name = "b" && created_by = @request.auth.id', 'list'],
    ['@owns_record(author) || @has_permission(update, posts)', 'view'],
    ['comments_via_post.length = 0 && status = "a"', 'view'],
    ['isset(@request.data.status) && changed(status)', 'update'],
    ['@request.data.author = @request.auth.id', undefined],
  ] as const)('takes %j of %s', (rule, operation) => {
    expect(() => checkRuleNames(rule, { fields, ...(operation && { operation }) })).not.toThrow();
  });

  it.each([
    ['upper(title) = "A"', 'list', "The field 'title' is not known; known are status, author at position 7"],
    ['statsu = "a"', 'list', "The field 'statsu' is not known; did you mean 'status'? at position 1"],
    ['@owns_record(writer)', 'list', "The field 'writer' is not known"],
    ['@request.data.title = "a"', 'create', "The field 'title' is not known"],
    ['@request.data.status = "a"', 'list', '@request.data can be used only in create and update rules at position 1'],
    ['changed(status)', 'delete', 'changed(…) can be used only in create and update rules'],
  ] as const)('refuses %j of %s', (rule, operation, message) => {
    const code = 'RULE_UNKNOWN_NAME';
    expect(() => checkRuleNames(rule, { fields, operation })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});
