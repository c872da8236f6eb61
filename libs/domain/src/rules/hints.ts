/** What to write instead of what is right in SQL or in other products, for those who come from there. */
import type { LanguageProblem } from './language-problem';

type Hint = readonly [pattern: RegExp, say: string];

const CALLER = 'In rules the caller is @request.auth.id';
const DATE = 'A date or time stands in quotes: "2024-01-31" or "2024-01-31T08:30:00Z"';
const JSON_INSIDE = 'A path leads into json: meta.color, meta.sizes[0].width, meta.tags[*]';
const NOW = "The time of the request is now(); date_add(now(), -7, 'days') is a week before";
const PATTERN = 'To look for a part of a text, write field ~ "part"';
const QUOTES = 'Texts stand in straight quotes: "text" or \'text\'';

/** The first that matches around the place of the error is shown. */
const HINTS: readonly Hint[] = [
  [/@(?:now|today|yesterday|tomorrow|second|minute|hour|weekday|day|month|year)\w*|\bcurrent_\w+/giu, NOW],
  [/\bnow\b(?!\s*\()/giu, NOW],
  [/@request\.body\b[\w.]*/giu, 'What a write sends is @request.data.<field>, in create and update rules'],
  [/@request\.user\b[\w.]*|\bauth\.uid\b|\bauth\.id\b|\$CURRENT_USER\b/giu, CALLER],
  [/@collection\b[\w.]*/giu, 'Other collections are reached through reference fields, as in author.name'],
  [/\b(?:i?like|i?contains|matches|regexp|(?:starts|ends)_?with)\b/giu, PATTERN],
  [/\bbetween\b/giu, 'Write a range as two comparisons: price >= 1 && price <= 5'],
  [/\b(?:eq|ne|neq|gte?|lte?)\b/giu, 'Comparisons are written =, !=, <, <=, > and >='],
  [/={3}|={1,2}~/gu, 'Equality is written =, inequality !=, a pattern ~ or !~'],
  [/\d{4}-\d{2}-\d{2}(?:[T ][\d:.]*)?/gu, DATE],
  [/->|\bjson\w*\s*\(|\$\.|\w\[/giu, JSON_INSIDE],
  [/\bin\b\s*[["'\w]/giu, 'A list stands in parentheses: status IN ("draft", "published")'],
  [/[“”„‘’‚«»`´]/gu, QUOTES],
  [/^\s*\{/gu, 'A filter is a text like status = "draft" && price < 5, not JSON'],
  [/\$\d|[:$]\w+|\{\{?[:\w]/gu, 'Values are written into the filter, texts in quotes; placeholders are not filled in'],
  [/\b(?:undefined|nil|none)\b/giu, 'A missing value is null'],
];
/** Words where a value is expected: the right side of a comparison, or the members of a list. */
const WORDS = /(?<=[=<>~]\s*|\bin\s*\(\s*)[\p{L}_](?:[\p{L}\p{N}_\s,.'’-]*[\p{L}\p{N}_.])?/giu;

/** null: nothing is known that would help. `offset` is that of the problem. Texts have at most 4,000 characters. */
export function hintFor(text: string, problem: LanguageProblem, offset: number): string | null {
  if (problem === 'LIMIT') return null;
  const hint = HINTS.find(([pattern]) => foundAt(pattern, text, offset) !== null);
  if (hint !== undefined) return hint[1];
  // Names of the wrong type are names all the same.
  const words = problem === 'TYPE' ? null : foundAt(WORDS, text, offset);
  return words === null ? null : `A text stands in quotes: "${words}"`;
}

function foundAt(pattern: RegExp, text: string, offset: number): string | null {
  for (const { 0: found, index } of text.matchAll(pattern)) {
    if (index <= offset && offset < index + found.length) return found;
  }
  return null;
}
