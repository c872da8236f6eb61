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
  .array(oneOf('a', 'B', '%', '_', '\\%', '\\_', '\\', 'é', '😀', "'", ' ', 'eIght\\_lett'), { maxLength: 4 })
  .map((parts) => quoted(parts.join('')));

function call(name: string, ...args: Rule[]): Rule {
  return fc.tuple(...args).map((values) => `${name}(${values.join(', ')})`);
}

/** What expressions can name, by type. */
interface Names {
  readonly text: readonly string[];
  readonly number: readonly string[];
  readonly datetime: readonly string[];
  readonly date: readonly string[];
  readonly boolean: readonly string[];
  /** What has several values. */
  readonly many: readonly string[];
  /** What can only be tested for null. */
  readonly other: readonly string[];
  /** Whole conditions. */
  readonly condition: readonly string[];
}

type Grammar = Record<'condition' | 'text' | 'number' | 'datetime' | 'date' | 'boolean', string>;

function grammar(names: Names): fc.LetrecValue<Grammar> {
  const many = oneOf(...names.many);
  return fc.letrec<Grammar>((tie) => ({
    text: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      textLiteral,
      oneOf(...names.text),
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
      oneOf(...names.number),
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
      oneOf(...names.datetime),
      call('date_add', oneOf('publishedAt', 'now()', 'day'), tie('number'), unit),
      call('coalesce', tie('datetime'), tie('datetime')),
    ),
    date: fc.oneof({ maxDepth: 2 }, oneOf(...names.date), call('coalesce', tie('date'), tie('date'))),
    boolean: fc.oneof({ maxDepth: 2 }, oneOf(...names.boolean)),
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
          fc.oneof(tie('text'), tie('number'), tie('datetime'), many, oneOf(...names.other)),
          oneOf('IS NULL', 'IS NOT NULL', '= null', '!= null'),
        )
        .map((parts) => parts.join(' ')),
      tie('boolean'),
      oneOf(...names.condition),
      tie('condition').map((inner) => `!(${inner})`),
      fc.tuple(tie('condition'), oneOf('&&', '||'), tie('condition')).map((parts) => `(${parts.join(' ')})`),
    ),
  }));
}

const OWN: Names = {
  text: ['Title', 'author', 'id', 'created_by'],
  number: ['views', 'rating', 'length(labels)', 'length(tags)', 'length(meta)'],
  datetime: ['publishedAt', 'now()', 'created_at'],
  date: ['day'],
  boolean: ['published'],
  many: ['labels', 'tags'],
  other: ['meta', 'author'],
  condition: ['published', 'views > 1'],
};

const RULE: Names = {
  text: [
    ...OWN.text,
    'author.name',
    'author.organization.name',
    'parent.Title',
    'parent.author.name',
    'parent.parent.author.organization.name',
    'author.organization.id',
    'owner.email',
    'min(posts_via_parent.Title)',
    'max(author.posts_via_author.parent.author.name)',
    '@request.auth.id',
    '@request.auth.role',
  ],
  number: [
    ...OWN.number,
    'parent.views',
    'parent.rating',
    'length(parent.tags)',
    'length(parent.labels)',
    'posts_via_parent.length',
    'author.posts_via_author.length',
    'length(author.organization.authors_via_organization)',
    'sum(posts_via_parent.rating)',
    'sum(author.posts_via_author.rating)',
    'avg(author.posts_via_author.views)',
    'max(posts_via_parent.views)',
    'count(author.posts_via_author.views)',
    'count(parent.posts_via_parent.author.name)',
  ],
  datetime: [...OWN.datetime, 'parent.publishedAt', 'max(author.posts_via_author.publishedAt)'],
  date: [...OWN.date, 'parent.day', 'min(author.posts_via_author.day)'],
  boolean: [...OWN.boolean, 'parent.published', 'author.organization.active'],
  many: [
    ...OWN.many,
    'tags.name',
    'tags.id',
    'parent.labels',
    'parent.tags',
    'parent.tags.name',
    'parent.parent.tags.name',
    'posts_via_parent',
    'posts_via_parent.Title',
    'posts_via_parent.posts_via_parent.author.name',
    'author.posts_via_author.labels',
    'tags.posts_via_tags.Title',
    'tags.posts_via_tags',
  ],
  other: OWN.other,
  condition: [
    "@has_group('editors')",
    "@has_group('x')",
    '@owns_record()',
    '@in_time_range(9, 11)',
    '@in_time_range(11, 12)',
    '@owns_record(owner)',
  ],
};

export const randomRule = grammar(RULE).condition;

export const COMPUTED = ['text', 'number', 'boolean', 'datetime', 'date'] as const;
/** What a computed field of that type is called, and one whose expression can name it. */
export const madeOf = (type: (typeof COMPUTED)[number]): string => `made_${type}`;
export const remadeOf = (type: (typeof COMPUTED)[number]): string => `re${madeOf(type)}`;

const withNames = (names: Names, added: (type: (typeof COMPUTED)[number]) => readonly string[]): Names => {
  const more = COMPUTED.map((type) => [type, [...names[type], ...added(type)]] as const);
  return { ...names, ...Object.fromEntries(more) };
};

/** Expressions for computed fields of every type. */
const computedBy = (names: Names): fc.Arbitrary<Readonly<Record<(typeof COMPUTED)[number], string>>> => {
  const { condition, text, number, datetime, date } = grammar(names);
  return fc.record({ text, number, boolean: condition, datetime, date });
};

/** Of the records that refer to one. */
const BACK: Readonly<Record<(typeof COMPUTED)[number], readonly string[]>> = {
  text: ['min(posts_via_parent.Title)', 'max(author.posts_via_author.parent.author.name)'],
  number: RULE.number.filter((name) => name.includes('_via_')),
  boolean: [],
  datetime: ['max(author.posts_via_author.publishedAt)'],
  date: ['min(author.posts_via_author.day)'],
};

export const randomComputed = fc.record({
  made: fc.oneof(computedBy(OWN), computedBy(withNames(OWN, (type) => BACK[type]))),
  remade: computedBy(withNames(OWN, (type) => [madeOf(type)])),
  /** Over these fields, of the record and of others. */
  rule: grammar(
    withNames(RULE, (type) => [
      remadeOf(type),
      `parent.${madeOf(type)}`,
      madeOf(type),
      ...(type === 'boolean' ? [] : [`max(posts_via_parent.${remadeOf(type)})`]),
    ]),
  ).condition,
});
