import { diffCollection } from './diff-collection';
import { indexedBytes } from './indexed-bytes';
import { define, errorOf, problemOf, revise, text } from './testing/define';

const computed = (name: string, expression: unknown, rest: object = {}) => ({
  name,
  type: 'Computed',
  return_type: 'Text',
  expression,
  ...rest,
});
const FIELDS = [
  text('title'),
  { name: 'price', type: 'number' },
  { name: 'due', type: 'date' },
  { name: 'tags', type: 'select', options: { values: ['a', 'b'], max: 2 } },
  { name: 'extra', type: 'json' },
  { name: 'parent', type: 'reference', collection: 'posts', on_delete: 'set_null' },
];
const withFields = (...fields: readonly object[]): object => ({ fields: [...FIELDS, ...fields] });
const message = (...fields: readonly object[]): string =>
  errorOf(() => define(withFields(...fields)))
    .extras.details!.map((detail) => detail.message)
    .join();

test('a computed field has an expression and a type, and no column', () => {
  const { fields } = define(withFields(computed('loud', ' upper(title) '), text('loud_2')));
  expect(fields.at(-2)).toMatchObject({
    name: 'loud',
    type: 'computed',
    column: '',
    computed: { expression: ' upper(title) ', returns: 'text' },
    required: false,
    unique: false,
  });
  expect(fields.at(-1)).toMatchObject({ column: 'loud_2' });
});

test.each([
  ['text', "concat(title, 'x')"],
  ['text', 'parent'],
  ['text', "'always the same'"],
  ['number', 'length(tags) + length(extra) - -price % 2'],
  ['boolean', 'price > 5 && tags = "a" || title ~ "x%" || title IN ("a", null) || extra = null'],
  ['boolean', 'price = null'],
  ['number', 'extra.width * extra.sizes[0]'],
  ['text', 'extra.color'],
  ['boolean', 'extra.tags[*] = "x"'],
  ['boolean', 'if(price > 1, true, "false")'],
  ['datetime', "date_add(due, 1, 'months')"],
  ['datetime', "if(due = null, '2026-01-01', now())"],
  ['datetime', 'created_at'],
  ['date', "coalesce(due, '2026-01-01')"],
])('%s can be made of %s', (return_type, expression) => {
  expect(define(withFields(computed('made', expression, { return_type }))).fields).toHaveLength(FIELDS.length + 1);
});

test.each<[object, string]>([
  [{ expression: undefined }, 'expression computed_field_expression_required'],
  [{ expression: ' ' }, 'expression computed_field_expression_required'],
  [{ expression: 5 }, 'expression computed_field_expression_required'],
  [{ return_type: null }, 'return_type computed_field_return_type_required'],
  [{ return_type: 'json' }, 'return_type computed_field_return_type_invalid'],
  [{ required: true }, 'required computed_field_no_required'],
  [{ unique: true }, 'unique unique_not_possible'],
  [{ default: 'x' }, 'default default_not_possible'],
  [{ options: { max: 5 } }, 'options.max unknown_option'],
  [{ collection: 'posts' }, 'collection invalid_option'],
  [{ on_delete: 'cascade' }, 'on_delete invalid_option'],
  [{ pii: true }, 'pii pii_not_possible'],
  [{ expression: 'upper(' }, 'expression computed_field_expression_invalid'],
  [{ expression: 'a'.repeat(5000) }, 'expression computed_field_expression_invalid'],
  [{ expression: `${'!'.repeat(40)}(price = 1)` }, 'expression computed_field_expression_invalid'],
])('is refused with %j: %s', (rest, problem) => {
  expect(problemOf(() => define(withFields(computed('made', 'title', rest))))).toBe(`fields[6].${problem}`);
});

test.each([
  ['titel', "Unknown field 'titel' of 'posts'"],
  ['price', "Expected text but 'price' is number"],
  ['null', 'Expected text but found null'],
  ['extra', "Expected text but 'extra' is json"],
  ['tags', "One value is needed here, but 'tags' has several"],
  ['parent.title', "not on another record, as 'parent.title' does"],
  ['upper(parent.title)', "not on another record, as 'parent.title' does"],
  ['@request.auth.id', 'not on who reads it or on a write, as @request.auth.id does'],
  ['if(@has_role("x"), title, null)', 'not on who reads it or on a write, as @has_role does'],
  ['if("x" IN @request.auth.groups, title, null)', 'not on who reads it'],
  ['if(changed(title), title, null)', 'not on a write, as changed(…) does'],
  ['round(price)', 'Expected text but round(…) is number'],
  ['price > 5', 'Expected text but the expression is boolean'],
  ['sqrt(price)', "Unknown function 'sqrt'"],
])('%s is told what is wrong', (expression, part) => {
  expect(message(computed('made', expression))).toContain(part);
  expect(message(computed('made', expression))).toMatch(/^Invalid expression: .* at position \d+/);
});

test('computed fields can name each other, in any order, but not themselves', () => {
  define(withFields(computed('c', 'concat(b, a)'), computed('b', 'concat(a, a)'), computed('a', 'title')));
  expect(message(computed('a', 'upper(a)'))).toBe("leads back to 'a' itself");
  const circle = [
    computed('a', 'b'),
    computed('b', 'if(c > "x", title, b2)'),
    computed('c', 'a'),
    computed('b2', 'title'),
  ];
  const problems = [6, 7, 8].map((index) => `fields[${index}].expression computed_field_circle`);
  expect(problemOf(() => define(withFields(...circle)))).toBe(problems.join(', '));
});

test('there is an end to their number, and to what they come to', () => {
  const made = (count: number, expression: (index: number) => string, rest: object = {}): readonly object[] =>
    Array.from({ length: count }, (_, index) => computed(`c${index}`, expression(index), rest));
  define(withFields(...made(10, () => 'title')));
  expect(problemOf(() => define(withFields(...made(11, () => 'title'))))).toBe('fields too_many_computed_fields');
  const doubled = (index: number): string => (index === 0 ? 'title' : `concat(c${index - 1}, c${index - 1})`);
  expect(problemOf(() => define(withFields(...made(10, doubled))))).toBe(
    'fields[14].expression computed_field_expression_invalid, ' +
      'fields[15].expression computed_field_expression_invalid, fields too_many_computed_fields',
  );
  const nested = (index: number): string =>
    `${'trim('.repeat(9)}${index === 0 ? 'title' : `c${index - 1}`}${')'.repeat(9)}`;
  expect(problemOf(() => define(withFields(...made(4, nested))))).toBe(
    'fields[9].expression computed_field_expression_invalid',
  );
  const wide = `concat(${Array(49).fill('concat(title, title)').join(', ')})`;
  expect(problemOf(() => define(withFields(...made(10, () => wide))))).toBe('fields too_many_computed_fields');
  const counted = (index: number): string =>
    index === 0
      ? 'posts_via_parent.length'
      : `coalesce(${Array(49)
          .fill(`c${index - 1}`)
          .join(', ')})`;
  expect(problemOf(() => define(withFields(...made(10, counted, { return_type: 'number' }))))).toContain(
    'fields[8].expression computed_field_expression_invalid',
  );
});

describe('a change', () => {
  const before = define(withFields(computed('loud', 'upper(title)')));
  const sent = before.fields.map(({ id, name, type, options, collection, onDelete, computed: made }) => ({
    id,
    name,
    type,
    options,
    collection,
    on_delete: onDelete,
    ...(made ? { expression: made.expression, return_type: made.returns } : {}),
  }));
  const [title, ...others] = sent;
  const loud = others.pop()!;
  const changes = (fields: readonly object[]) => diffCollection(before, revise(before, { fields }));

  test('of nothing changes nothing', () => {
    expect(changes(sent)).toEqual({ changes: [], destructive: false });
  });

  test('of the expression, and an end of the field, lose no value', () => {
    expect(changes([title!, ...others, { ...loud, expression: 'lower(title)' }])).toMatchObject({
      changes: [{ kind: 'change_field', settings: ['computed'] }],
      destructive: false,
    });
    expect(changes([title!, ...others])).toMatchObject({ changes: [{ kind: 'remove_field' }], destructive: false });
  });

  test('that takes a name away from an expression is refused, and one that changes both is not', () => {
    const renamed = { ...title, name: 'headline' };
    const problem = 'fields[6].expression computed_field_expression_invalid';
    expect(problemOf(() => revise(before, { fields: [renamed, ...others, loud] }))).toBe(problem);
    expect(problemOf(() => revise(before, { fields: [...others, loud] }))).toBe(problem.replace('6', '5'));
    const both = revise(before, { fields: [renamed, ...others, { ...loud, expression: 'upper(headline)' }] });
    expect(both.fields[0]).toMatchObject({ name: 'headline', column: 'title' });
  });

  test('of the type is none: a stored field does not become a computed one', () => {
    const problem = 'fields[0].type type_change_not_allowed';
    const made = { ...title, type: 'computed', expression: "'x'", return_type: 'text' };
    expect(problemOf(() => revise(before, { fields: [made, ...others, loud] }))).toBe(problem);
  });
});

describe('in an index', () => {
  const made = (expression: string, return_type = 'text'): object => computed('made', expression, { return_type });

  test.each<[string, Readonly<Record<string, number>>]>([
    ['title', { title: 2000 }],
    ["upper(trim(coalesce(title, 'none')))", { title: 1996 }],
    ["concat(title, ' ', title)", { title: 999 }],
    ['concat(title, extra.color, parent)', { title: 950, 'extra.color:text': 950 }],
    ["if(price > 1, title, concat(extra.color, '!'))", { title: 1999, 'extra.color:text': 1999 }],
    ["if(title = 'x', 'long', 'short')", {}],
    ['substring(title, 3)', { title: 2000 }],
    ['substring(title, 3, 20)', {}],
    ['substring(title, 3, 501)', { title: 2000 }],
    ['substring(title, 3, price)', { title: 2000 }],
    ['concat(substring(title, 1, 250), extra.color)', { 'extra.color:text': 1000 }],
    ['nullif(title, extra.color)', { title: 2000 }],
  ])('%s bounds what it is made of', (expression, limits) => {
    const collection = define({ ...withFields(made(expression)), indexes: [{ fields: ['price', 'made'] }] });
    expect(Object.fromEntries(indexedBytes(collection))).toEqual(limits);
  });

  test('it shares the bytes with other texts, and the least counts', () => {
    const short = computed('short', 'substring(title, 1, 2)');
    const collection = define({
      ...withFields(made("concat(title, 'x')"), short),
      indexes: [{ fields: ['made'] }, { fields: ['short', 'made'] }, { fields: ['title'] }],
    });
    expect(Object.fromEntries(indexedBytes(collection))).toEqual({ title: 999 });
  });

  test.each([
    ['number', 'price + 1', 'price * 2'],
    ['text', 'title', 'upper(title)'],
    ['number', 'length(title)', 'length(extra.title)'],
    ['number', 'extra.a', 'extra[0]'],
    ['boolean', 'title ~ "a"', 'title !~ "a"'],
    ['boolean', 'title IN ("a", "b")', 'title IN ("a")'],
    ['datetime', "date_add(due, 1, 'days')", "date_add(due, 1, 'hours')"],
  ])('it is another one when its expression is: %s', (type, before, after) => {
    const kindsOf = (expression: string): readonly string[] => {
      const fields = [...FIELDS, made(expression, type)];
      return diffCollection(collection, revise(collection, { fields })).changes.map(({ kind }) => kind);
    };
    const collection = define({ ...withFields(made(before, type)), indexes: [{ fields: ['made'] }] });
    expect(kindsOf(` (${before}) `)).toEqual(['change_field']);
    expect(kindsOf(after)).toEqual(['change_field', 'remove_index', 'add_index']);
  });

  test('it can be over two fields that come to the same', () => {
    const { indexes } = define({
      ...withFields(made('title'), computed('again', 'title')),
      indexes: [{ fields: ['made'] }, { fields: ['again'] }, { fields: ['made', 'again'] }],
    });
    expect(new Set(indexes.map(({ name }) => name)).size).toBe(3);
  });
});
