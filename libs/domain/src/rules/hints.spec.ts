import { DomainError } from '#domain/kernel/errors';
import { filter } from './testing/rule-world';

function messageOf(text: string): string {
  try {
    filter(text);
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
  return 'accepted';
}

it.each([
  ['title = hello', 'A text stands in quotes: "hello"'],
  ['title = hello world', 'A text stands in quotes: "hello world"'],
  ['title = Grüße, Welt && price = 1', 'A text stands in quotes: "Grüße, Welt"'],
  ['status IN (draft, published)', 'A text stands in quotes: "draft, published"'],
  ['price = 1 || title=hello', 'A text stands in quotes: "hello"'],
  ['title = “hello”', 'Texts stand in straight quotes'],
  ['title = `hello`', 'Texts stand in straight quotes'],
  ['created_at > @now', 'The time of the request is now()'],
  ['@todayStart < created_at', 'The time of the request is now()'],
  ['created_at > CURRENT_TIMESTAMP', 'The time of the request is now()'],
  ['created_at < now', 'The time of the request is now()'],
  ['@request.body.title = "x"', '@request.data.<field>'],
  ['auth.uid() = created_by', '@request.auth.id'],
  ['@collection.people.name = "x"', 'reference fields'],
  ['title LIKE "%x%"', 'field ~ "part"'],
  ['title ilike x', 'field ~ "part"'],
  ['title CONTAINS "x"', 'field ~ "part"'],
  ['title starts_with "x"', 'field ~ "part"'],
  ['price BETWEEN 1 AND 5', 'price >= 1 && price <= 5'],
  ['price gt 5', '=, !=, <, <=, > and >='],
  ['title === "x"', 'Equality is written ='],
  ['title =~ "x"', 'a pattern ~'],
  ['due > 2024-01-01', 'A date or time stands in quotes: "2024-01-31"'],
  ['created_at > 2024-01-01T00:00:00Z', 'A date or time stands in quotes'],
  ['created_at >= 2024-01-01 10:00', 'A date or time stands in quotes'],
  ["meta->>'color' = 'red'", 'meta.tags[*]'],
  ['meta["color"] = "red"', 'meta."the size"'],
  ["json_extract(meta, '$.color') = 'red'", 'meta.tags[*]'],
  ['status IN "draft"', 'A list stands in parentheses'],
  ['status IN ["draft"]', 'A list stands in parentheses'],
  ['{"title": "x"}', 'not JSON'],
  ['title = $1', 'placeholders are not filled in'],
  ['title = :title', 'placeholders are not filled in'],
  ['title = {:title}', 'placeholders are not filled in'],
  ['title = undefined', 'A missing value is null'],
])('%s says what to write: %s', (text, hint) => {
  expect(messageOf(text)).toContain(hint);
});

it.each(['titel = "x"', 'price = "x"', 'title = "a LIKE b" && nothing = 1', '(title = "x"'])(
  'keeps to the error where nothing helps: %s',
  (text) => expect(messageOf(text)).toMatch(/ at position \d+$/),
);

it.each(['title ?= "x"', 'title ?!= "x"', 'tags ?~ "a"', 'tags ?!~ "a"', 'price ?> 1 && price ?<= 5'])(
  'takes the operators for any of several values: %s',
  (text) => expect(filter(text)).toEqual(filter(text.replaceAll('?', ''))),
);
