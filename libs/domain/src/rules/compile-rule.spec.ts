import { DomainError } from '#domain/kernel/errors';
import type { RuleOperation } from '#domain/schema/collection';
import { compileRule } from './compile-rule';
import { catalog, posts } from './testing/rule-world';

function compile(text: string, operation: RuleOperation = 'update'): unknown {
  return compileRule(text, { collection: posts, catalog, operation });
}

/** The code and message of the refusal. */
function refusal(text: string, operation: RuleOperation = 'update'): string {
  try {
    compile(text, operation);
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'invalid') return `${error.code} ${error.message}`;
    throw error;
  }
  return 'accepted';
}

type Case = readonly [text: string, code: string, position: number, message: string];

const SYNTAX: readonly Case[] = [
  ['title =', 'RULE_SYNTAX', 8, 'Expected a value but found the end of the text'],
  ['= 1', 'RULE_SYNTAX', 1, "Expected a value but found '='"],
  ['title "x"', 'RULE_SYNTAX', 7, 'Expected an operator or the end but found a text'],
  ['(price = 1', 'RULE_SYNTAX', 11, "Expected ')' but found the end of the text"],
  ['price = 1)', 'RULE_SYNTAX', 10, "Expected an operator or the end but found ')'"],
  ['title = "abc', 'RULE_SYNTAX', 9, 'The text that starts here has no closing "'],
  ['public & public', 'RULE_SYNTAX', 8, 'Unexpected character "&" (did you mean &&?)'],
  ['public; DROP TABLE x', 'RULE_SYNTAX', 7, 'Unexpected character ";"'],
  ['"😀" = title #', 'RULE_SYNTAX', 13, 'Unexpected character "#"'],
  ['price = 1.', 'RULE_SYNTAX', 9, "Malformed number '1.'"],
  ['price = 5px', 'RULE_SYNTAX', 9, "Malformed number '5p'"],
  ['price = 1e999', 'RULE_SYNTAX', 9, 'The number is too large'],
  ['author. = 1', 'RULE_SYNTAX', 7, 'A name must follow the dot'],
  ['@ = 1', 'RULE_SYNTAX', 1, 'A name must follow the @'],
  ['1 < price < 5', 'RULE_SYNTAX', 11, 'Comparisons cannot be chained; join them with &&'],
  ['title = "a" ~ "b"', 'RULE_SYNTAX', 13, 'Comparisons cannot be chained'],
  ['title is 5', 'RULE_SYNTAX', 10, 'Expected NULL or NOT NULL after IS but found 5'],
  ['title not = 5', 'RULE_SYNTAX', 11, "Expected IN after NOT but found '='"],
  ['title in "a"', 'RULE_SYNTAX', 10, 'Expected a list in parentheses after IN'],
  ['title in ("a",)', 'RULE_SYNTAX', 15, 'Expected a literal or a @request value in the list'],
  ['title in (status)', 'RULE_SYNTAX', 11, 'Expected a literal or a @request value in the list'],
  ['price in (-"1")', 'RULE_SYNTAX', 12, 'Expected a literal or a @request value in the list'],
  ['title = "a\0"', 'RULE_SYNTAX', 11, 'The NUL character is not allowed'],
  ['title = "\ud800"', 'RULE_SYNTAX', 10, 'An unpaired surrogate is not allowed'],
  ['title = "\udc00\ud800"', 'RULE_SYNTAX', 10, 'An unpaired surrogate is not allowed'],
  ['meta[ 0] = 1', 'RULE_SYNTAX', 5, 'In brackets stands the number of an element'],
  ['meta[-1] = 1', 'RULE_SYNTAX', 5, 'In brackets stands the number of an element'],
  ['meta[] = 1', 'RULE_SYNTAX', 5, 'In brackets stands the number of an element'],
  ['meta[0', 'RULE_SYNTAX', 5, 'In brackets stands the number of an element'],
  ['meta."a = 1', 'RULE_SYNTAX', 6, 'The text that starts here has no closing "'],
  ['meta."a". = 1', 'RULE_SYNTAX', 9, 'A name must follow the dot'],
  ['meta.0 = 1', 'RULE_SYNTAX', 5, 'A name must follow the dot'],
  ['meta[0](1)', 'RULE_SYNTAX', 8, "Expected an operator or the end but found '('"],
];

const NAMES: readonly Case[] = [
  ['titel = "x"', 'RULE_UNKNOWN_NAME', 1, "Unknown field 'titel' of 'posts' (available: id, account_id, created_at"],
  ['public && Title = "x"', 'RULE_UNKNOWN_NAME', 11, "Unknown field 'Title'"],
  ['author.nam = "x"', 'RULE_UNKNOWN_NAME', 1, "Unknown field 'nam' of 'people' (available: id"],
  ['assignee.password_hash = "x"', 'RULE_UNKNOWN_NAME', 1, 'Of a user, only id and email can be read'],
  ['__proto__ = "x"', 'RULE_UNKNOWN_NAME', 1, "Unknown field '__proto__'"],
  ['sleep(5)', 'RULE_UNKNOWN_NAME', 1, "Unknown function 'sleep' (known: concat"],
  ['toString(title) = "x"', 'RULE_UNKNOWN_NAME', 1, "Unknown function 'toString'"],
  ['@is_admin()', 'RULE_UNKNOWN_NAME', 1, 'Unknown macro @is_admin (known: @has_role'],
  ['@Has_Role("x")', 'RULE_UNKNOWN_NAME', 1, 'Unknown macro @Has_Role'],
  ['@constructor', 'RULE_UNKNOWN_NAME', 1, 'Unknown macro @constructor'],
  ['@request.auth.password = "x"', 'RULE_UNKNOWN_NAME', 1, 'Unknown @request.auth.password (known: @request.auth.id'],
  ['@request.query.x = "x"', 'RULE_UNKNOWN_NAME', 1, 'Unknown @request.query.x'],
  ['@request = "x"', 'RULE_UNKNOWN_NAME', 1, 'Unknown @request'],
  ['@request.data.titel = "x"', 'RULE_UNKNOWN_NAME', 1, "Unknown field 'titel' of 'posts'"],
  ['@request.data.created_by = "x"', 'RULE_UNKNOWN_NAME', 1, "Unknown field 'created_by'"],
  ['@has_permission("drop", "posts")', 'RULE_UNKNOWN_NAME', 17, "Unknown action 'drop'"],
  ['@has_permission("view", "nope")', 'RULE_UNKNOWN_NAME', 25, "Unknown collection 'nope'"],
];

const TYPES: readonly Case[] = [
  ['title', 'RULE_TYPE', 1, "A condition is needed here, but 'title' is a value of type text"],
  ['5', 'RULE_TYPE', 1, 'A condition is needed here'],
  ['null', 'RULE_TYPE', 1, 'A condition is needed here'],
  ['price + 1', 'RULE_TYPE', 1, 'A condition is needed here'],
  ['price = "5"', 'RULE_TYPE', 9, 'Expected a number but found string 5'],
  ['title = 5', 'RULE_TYPE', 9, 'Expected a text in quotes but found number 5'],
  ['title = price', 'RULE_TYPE', 9, "Expected text but 'price' is number"],
  ['public = 1', 'RULE_TYPE', 10, 'Expected true or false but found number 1'],
  ['public = "yes"', 'RULE_TYPE', 10, 'Expected true or false but found string yes'],
  ['public > false', 'RULE_TYPE', 1, "The operator > does not fit 'public', which is boolean (allowed: =, !="],
  ['public IN (true)', 'RULE_TYPE', 1, 'The operator IN does not fit'],
  ['price ~ "5"', 'RULE_TYPE', 1, "The operator ~ does not fit 'price', which is number"],
  ['due !~ "2026%"', 'RULE_TYPE', 1, 'The operator !~ does not fit'],
  ['meta = "x"', 'RULE_TYPE', 1, "The operator = does not fit 'meta', which is json (allowed: IS NULL, IS NOT NULL)"],
  ['cover ~ "x"', 'RULE_TYPE', 1, 'The operator ~ does not fit'],
  ['due = "2026-02-30"', 'RULE_TYPE', 7, "Expected a date such as '2026-01-31' but found string 2026-02-30"],
  ['starts < "tomorrow"', 'RULE_TYPE', 10, 'Expected a datetime such as'],
  ['due < now()', 'RULE_TYPE', 7, "date_add(x, 0, 'days') turns a date into a datetime"],
  ['price < null', 'RULE_TYPE', 1, 'null cannot be compared with <'],
  ['title.name = "x"', 'RULE_TYPE', 1, "'title' is not a relation"],
  ['created_by.email = "x"', 'RULE_TYPE', 1, "'created_by' is not a relation"],
  ['tags = reviewers', 'RULE_TYPE', 1, 'Only one side of a comparison can have several values'],
  ['lower(tags) = "a"', 'RULE_TYPE', 7, "One value is needed here, but 'tags' has several"],
  ['reviewers.age + 1 = 2', 'RULE_TYPE', 1, 'One value is needed here'],
  ['length(reviewers.name) = 1', 'RULE_TYPE', 8, 'length(…) takes a text, a json field or a list'],
  ['length(cover) = 1', 'RULE_TYPE', 8, 'length(…) takes'],
  ['length(price) = 1', 'RULE_TYPE', 8, 'length(…) takes'],
  ['title ~ status', 'RULE_TYPE', 9, 'The pattern on the right of ~ is a text in quotes or a @request value'],
  ['title ~ null', 'RULE_TYPE', 9, 'The pattern on the right'],
  ['status IN ("a", 5)', 'RULE_TYPE', 17, 'Expected a text in quotes but found number 5'],
  ['(price = 1) = true', 'RULE_TYPE', 2, 'A value is needed here, but the expression is a condition'],
  ['@is_public = true', 'RULE_TYPE', 1, 'A value is needed here, but @is_public is a condition'],
  ['concat(isset(@request.data.title), "x") = "x"', 'RULE_TYPE', 8, 'isset(…) is a condition'],
  ['concat(title) = "x"', 'RULE_TYPE', 1, 'concat(…) takes at least 2 arguments, not 1'],
  ['upper() = "x"', 'RULE_TYPE', 1, 'upper(…) takes 1 argument, not 0'],
  ['substring(title, 1, 2, 3) = "x"', 'RULE_TYPE', 1, 'substring(…) takes 2 or 3 arguments, not 4'],
  ['concat(title, price) = "x"', 'RULE_TYPE', 15, "Expected text but 'price' is number"],
  ['upper(null) = "x"', 'RULE_TYPE', 7, 'Expected text but found null'],
  ['round(price, 16) = 1', 'RULE_TYPE', 14, 'The number of decimals is a whole number from 0 to 15'],
  ['round(price, stock) = 1', 'RULE_TYPE', 14, 'The number of decimals'],
  ['date_diff(due, starts, "weeks") = 1', 'RULE_TYPE', 24, "The unit is one of 'days'"],
  ['date_add(title, 1, "days") = now()', 'RULE_TYPE', 10, "Expected datetime but 'title' is text"],
  ['if(public, 1, "a") = 1', 'RULE_TYPE', 15, 'Expected a number but found string a'],
  ['coalesce(null, null) = 1', 'RULE_TYPE', 1, 'coalesce(…) needs a value other than null'],
  ['coalesce(meta, meta) = null', 'RULE_TYPE', 10, "'meta' is json"],
  ['meta.a = meta.b', 'RULE_TYPE', 1, 'a comparison needs a value that has one'],
  ['nullif(meta.a, null) = "x"', 'RULE_TYPE', 1, 'nullif(…) needs a value that has one'],
  [
    'meta.at < starts',
    'RULE_TYPE',
    1,
    "'meta.at' is in json, where there are texts, numbers and booleans, but no datetimes",
  ],
  ['date_diff(meta.at, now(), "days") = 1', 'RULE_TYPE', 11, "'meta.at' is in json"],
  ['meta.a IN ("x", 5)', 'RULE_TYPE', 12, 'Expected a number but found string x'],
  ['meta.a > true', 'RULE_TYPE', 10, 'The operator > does not fit'],
  ['meta[*] + 1 = 2', 'RULE_TYPE', 1, "One value is needed here, but 'meta[*]' has several"],
  ['length(meta[*]) = 1', 'RULE_TYPE', 8, 'length(…) takes'],
  ['meta[*].a = tags', 'RULE_TYPE', 1, 'Only one side of a comparison can have several values'],
  ['title[0] = "x"', 'RULE_TYPE', 1, "'title' is text; only in json fields are there members and elements to ask for"],
  ['tags[*] = "x"', 'RULE_TYPE', 1, "'tags' is text; only in json fields"],
  ['cover.name = "x"', 'RULE_TYPE', 1, "'cover' is not a relation"],
  ['changed(meta.a)', 'RULE_TYPE', 1, 'changed(…) takes one field of the row'],
  ['changed(meta[0])', 'RULE_TYPE', 1, "changed(…) takes one field of the row: changed(status), not 'meta[0]'"],
  ['changed(author.name)', 'RULE_TYPE', 1, 'changed(…) takes one field of the row'],
  ['changed(created_by)', 'RULE_TYPE', 1, 'changed(…) takes one field of the row'],
  ['isset(title)', 'RULE_TYPE', 1, 'isset(…) takes one value of the body'],
  ['@has_role(editor)', 'RULE_TYPE', 1, 'Use @has_role as @has_role("editor")'],
  ['@has_group()', 'RULE_TYPE', 1, 'Use @has_group as @has_group("editors")'],
  ['@owns_record(price)', 'RULE_TYPE', 1, 'Expected number but @request.auth.id is text'],
  ['@in_time_range(17, 9)', 'RULE_TYPE', 1, 'The first hour must be below the second'],
  ['@in_time_range(9, 25)', 'RULE_TYPE', 19, 'An hour is a whole number from 0 to 24'],
  ['@request.auth.groups != "x"', 'RULE_TYPE', 1, '@request.auth.groups cannot be compared with !='],
  ['@request.auth.groups ~ "x"', 'RULE_TYPE', 1, '@request.auth.groups can only be compared with = or IN'],
  ['@request.auth.groups = title', 'RULE_TYPE', 24, '@request.auth.groups is compared with a text in quotes'],
];

const LIMITS: readonly Case[] = [
  [`title = "${'x'.repeat(4000)}"`, 'RULE_LIMIT', 4001, 'longer than 4000 characters'],
  ['('.repeat(2000), 'RULE_LIMIT', 32, 'nested deeper than 30 levels'],
  ['!'.repeat(2000), 'RULE_LIMIT', 32, 'nested deeper than 30 levels'],
  ['-'.repeat(2000), 'RULE_LIMIT', 32, 'nested deeper than 30 levels'],
  ['abs('.repeat(900), 'RULE_LIMIT', 125, 'nested deeper than 30 levels'],
  [`price = ${'1+'.repeat(40)}1`, 'RULE_LIMIT', 9, 'nested deeper than 30 levels'],
  [`public${'||public'.repeat(400)}`, 'RULE_LIMIT', 2401, 'more than 300 parts'],
  [`price IN (${'1,'.repeat(200)}1)`, 'RULE_LIMIT', 411, 'more than 200 members'],
  [`title ~ "${'x'.repeat(1001)}"`, 'RULE_LIMIT', 9, 'longer than 1000 characters'],
  [`concat(${'title,'.repeat(50)}title) = "x"`, 'RULE_LIMIT', 1, 'concat(…) takes at most 50 arguments, not 51'],
  [`author.organization.${'parent.'.repeat(3)}name = "x"`, 'RULE_LIMIT', 1, 'crosses more than 4 relations'],
  [`meta${'.a'.repeat(17)} = 1`, 'RULE_LIMIT', 1, 'The path goes more than 16 steps into json'],
  ['meta[*][*][*][*] = 1', 'RULE_LIMIT', 1, 'more than 3 steps [*]'],
  ['meta[10000] = 1', 'RULE_LIMIT', 1, 'A list in json has elements 0 to 9999'],
  [`meta[${'9'.repeat(400)}] = 1`, 'RULE_LIMIT', 1, 'A list in json has elements 0 to 9999'],
  [`meta.${'a'.repeat(256)} = 1`, 'RULE_LIMIT', 1, 'The name of a member is longer than 255 characters'],
];

describe('compileRule', () => {
  describe.each(Object.entries({ SYNTAX, NAMES, TYPES, LIMITS }))('refuses: %s', (_name, cases) => {
    it.each(cases)('%s', (text, code, position, message) => {
      const found = refusal(text);
      expect(found).toContain(`${code} Invalid update rule: `);
      expect(found).toContain(message);
      expect(/ at position (\d+)(?:\. .*)?$/.exec(found)?.[1]).toBe(String(position));
    });
  });

  it.each(['list', 'view', 'delete'] as const)('keeps the body out of %s rules', (operation) => {
    expect(refusal('@request.data.title = "x"', operation)).toContain('only in create and update rules at position 1');
    expect(refusal('isset(@request.data.title)', operation)).toContain('only in create and update rules');
    expect(refusal('changed(title)', operation)).toContain('only in create and update rules');
    expect(refusal('@owns_record()', operation)).toBe('accepted');
  });

  it('reads every spelling of an operator alike', () => {
    expect(compile('public && !public || price == 1')).toEqual(compile('public AND NOT public OR price = 1'));
    expect(compile('price <> 1')).toEqual(compile('price != 1'));
    expect(compile("title = 'it\\'s'")).toEqual(compile('title = "it\'s"'));
  });

  it('takes quotes and backslashes out of escapes and keeps any other backslash', () => {
    expect(compile(String.raw`title = "\"\'\\\%\n"`)).toMatchObject({ right: { value: String.raw`"'\\%\n` } });
  });

  it('normalises dates when the rule is saved', () => {
    expect(compile('starts = "2026-01-31T10:30+02:00"')).toMatchObject({
      right: { type: 'datetime', value: '2026-01-31T08:30:00.000Z' },
    });
  });

  it('puts no condition on paths of rules', () => {
    expect(compile('author.name = "x"')).toMatchObject({ left: { path: [{ visibleIf: null }], many: false } });
    expect(compile('reviewers.name = "x"')).toMatchObject({ left: { many: true } });
  });

  it('refuses rules that ask for the permission of each other', () => {
    expect(refusal('@has_permission("delete", "people")', 'list')).toContain(
      "In the delete rule of 'people': @has_permission leads back to the list rule of 'posts' at position 1",
    );
    expect(refusal('public || @has_permission("update", "posts")')).toContain(
      "RULE_TYPE Invalid update rule: @has_permission leads back to the update rule of 'posts' at position 11",
    );
  });

  it('counts list members apart from parts', () => {
    expect(refusal(`price IN (${'1,'.repeat(199)}1)`)).toBe('accepted');
    expect(refusal(`${'('.repeat(30)}public${')'.repeat(30)}`)).toBe('accepted');
    expect(refusal(`public${'||public'.repeat(298)}`)).toBe('accepted');
  });
});
