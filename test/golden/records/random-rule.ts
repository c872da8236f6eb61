/** Random rules as text, well-typed by construction, over the sample's posts. */
import fc from 'fast-check';
import { DATES, DATETIMES, NUMBERS, TEXTS } from './sample-rows';

type Rule = fc.Arbitrary<string>;

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function oneOf(...texts: string[]): Rule {
  return fc.constantFrom(...texts);
}

const comparison = oneOf('=', '!=', '<', '<=', '>', '>=');
const unit = oneOf("'days'", "'hours'", "'minutes'", "'seconds'", "'months'", "'years'");
const textLiteral = fc.constantFrom(...TEXTS).map(quoted);
const numberLiteral = fc.constantFrom(...NUMBERS).map(String);
const pattern = fc
  .array(oneOf('a', 'B', '%', '_', '\\%', '\\_', '\\', 'é', '😀', "'", ' '), { maxLength: 4 })
  .map((parts) => quoted(parts.join('')));

const many = oneOf(
  'labels',
  'tags',
  'tags.name',
  'tags.id',
  'parent.labels',
  'parent.tags',
  'parent.tags.name',
  'parent.parent.tags.name',
);

function call(name: string, ...args: Rule[]): Rule {
  return fc.tuple(...args).map((values) => `${name}(${values.join(', ')})`);
}

const { condition } = fc.letrec<{
  condition: string;
  text: string;
  number: string;
  datetime: string;
  date: string;
  boolean: string;
}>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    textLiteral,
    oneOf(
      'Title',
      'author.name',
      'author',
      'author.organization.name',
      'parent.Title',
      'parent.author.name',
      'parent.parent.author.organization.name',
      'author.organization.id',
      'owner.email',
      'id',
      'created_by',
      '@request.auth.id',
      '@request.auth.role',
    ),
    call('lower', tie('text')),
    call('upper', tie('text')),
    call('trim', tie('text')),
    call('concat', tie('text'), tie('text')),
    call('coalesce', tie('text'), tie('text')),
    call('nullif', tie('text'), tie('text')),
    call('substring', tie('text'), tie('number')),
    call('substring', tie('text'), tie('number'), tie('number')),
    call('if', tie('condition'), tie('text'), tie('text')),
  ),
  number: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    numberLiteral,
    oneOf(
      'views',
      'rating',
      'parent.views',
      'parent.rating',
      'length(labels)',
      'length(tags)',
      'length(meta)',
      'length(parent.tags)',
      'length(parent.labels)',
    ),
    fc.tuple(tie('number'), oneOf('+', '-', '*', '/', '%'), tie('number')).map((parts) => `(${parts.join(' ')})`),
    tie('number').map((value) => `-(${value})`),
    call('abs', tie('number')),
    call('floor', tie('number')),
    call('ceil', tie('number')),
    call('round', tie('number')),
    call('round', tie('number'), oneOf('0', '1', '2', '15')),
    call('length', tie('text')),
    call('coalesce', tie('number'), tie('number')),
    call('date_diff', tie('datetime'), tie('datetime'), unit),
    call('date_diff', tie('date'), tie('datetime'), unit),
  ),
  datetime: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    oneOf('publishedAt', 'parent.publishedAt', 'now()', 'created_at'),
    call('date_add', oneOf('publishedAt', 'now()', 'day'), tie('number'), unit),
    call('coalesce', tie('datetime'), tie('datetime')),
  ),
  date: fc.oneof({ maxDepth: 2 }, oneOf('day', 'parent.day'), call('coalesce', tie('date'), tie('date'))),
  boolean: fc.oneof({ maxDepth: 2 }, oneOf('published', 'parent.published', 'author.organization.active')),
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.tuple(tie('text'), comparison, tie('text')).map((parts) => parts.join(' ')),
    fc.tuple(tie('number'), comparison, tie('number')).map((parts) => parts.join(' ')),
    fc.tuple(tie('datetime'), comparison, tie('datetime')).map((parts) => parts.join(' ')),
    fc.tuple(tie('date'), comparison, tie('date')).map((parts) => parts.join(' ')),
    fc.tuple(tie('datetime'), comparison, fc.constantFrom(...DATETIMES).map(quoted)).map((parts) => parts.join(' ')),
    fc.tuple(oneOf('day'), comparison, fc.constantFrom(...DATES).map(quoted)).map((parts) => parts.join(' ')),
    fc.tuple(tie('boolean'), oneOf('=', '!='), oneOf('true', 'false', 'published')).map((parts) => parts.join(' ')),
    fc.tuple(tie('text'), oneOf('~', '!~'), pattern).map((parts) => parts.join(' ')),
    fc.tuple(many, oneOf('~', '!~'), pattern).map((parts) => parts.join(' ')),
    fc.tuple(many, comparison, tie('text')).map((parts) => parts.join(' ')),
    fc.tuple(tie('text'), comparison, many).map((parts) => parts.join(' ')),
    fc
      .tuple(
        fc.oneof(tie('text'), many),
        oneOf('IN', 'NOT IN'),
        fc.array(fc.oneof(textLiteral, oneOf('null')), { maxLength: 3 }),
      )
      .map(([left, op, items]) => `${left} ${op} (${items.join(', ')})`),
    fc
      .tuple(
        fc.oneof(tie('text'), tie('number'), tie('datetime'), many, oneOf('meta', 'author')),
        oneOf('IS NULL', 'IS NOT NULL', '= null', '!= null'),
      )
      .map((parts) => parts.join(' ')),
    tie('boolean'),
    oneOf(
      "@has_group('editors')",
      "@has_group('x')",
      '@owns_record()',
      '@in_time_range(9, 11)',
      '@in_time_range(11, 12)',
      '@owns_record(owner)',
    ),
    tie('condition').map((inner) => `!(${inner})`),
    fc.tuple(tie('condition'), oneOf('&&', '||'), tie('condition')).map((parts) => `(${parts.join(' ')})`),
  ),
}));

export const randomRule = condition;
