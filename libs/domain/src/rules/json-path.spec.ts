import type { JsonValue } from '#domain/schema/collection';
import { writtenPath } from './json-path';
import { filterTemplate } from './filter-template';
import { parseExpression } from './parser';
import { evaluate, filter, post } from './testing/rule-world';

const META: JsonValue = {
  color: 'red',
  price: 9.5,
  sold: false,
  nothing: null,
  sizes: [{ width: 1 }, { width: 3 }, 'none'],
  tags: ['x', 'yes', 5],
  grid: [[1, 2], [3], 4],
  '0': 'member',
  'a.b': { 'say "hi"': 'there', "o'clock": 'then', 'back\\slash': 'last' },
  ...(JSON.parse('{"__proto__": {"x": 1}, "constructor": "own"}') as object),
};

const answer = (text: string, meta: JsonValue = META): boolean | null =>
  evaluate(filter(text), {
    row: { ...post, meta },
    values: { auth: nobody, data: {}, now: new Date(0), given: given(text) },
  });
const nobody = { id: null, email: null, role: null, account_id: null, groups: [] };
const given = (text: string) => filterTemplate(text).given;

it.each<[string, boolean | null]>([
  ['meta.color = "red"', true],
  ['meta.color ~ "R_d"', true],
  ['meta.color != "red"', false],
  ['meta.color = 5', null],
  ['meta.color IN ("blue", "red")', true],
  ['meta.price > 9', true],
  ['meta.price = "9.5"', null],
  ['meta.price * 2 = 19', true],
  ['meta.sold', false],
  ['!meta.sold', true],
  ['meta.sold = "false"', null],
  ['coalesce(meta.colour, meta.color, "") = "red"', true],
  ['meta.nothing = null', true],
  ['meta.missing.too = null', true],
  ['meta.color = null', false],
  ['meta.sizes != null', true],
  ['meta.sizes[1].width = 3', true],
  ['meta.sizes[9].width = null', true],
  ['meta.sizes.length = null', true],
  ['meta.color.length = null', true],
  ['meta.color[0] = null', true],
  ['meta.tags[*] = "x"', true],
  ['meta.tags[*] = 5', true],
  ['meta.tags[*] ~ "q"', false],
  ['meta.sizes[*].width >= 3', true],
  ['meta.grid[*][*] = 3', true],
  ['meta.grid[*][*] = 4', false],
  ['meta.color[*] = "r"', false],
  ['meta.sizes[*].width = null', false],
  ['meta.tags[*].x = null', true],
  ['length(meta.tags) = 3', true],
  ['length(meta.color) = 3', true],
  ['length(meta.price) = null', true],
  ['meta."0" = "member"', true],
  ['meta[0] = null', true],
  [`meta."a.b"."say \\"hi\\"" = "there"`, true],
  [`meta.'a.b'.'o\\'clock' = "then"`, true],
  [`meta."a.b"."back\\\\slash" = "last"`, true],
  ['meta.__proto__.x = 1', true],
  ['meta.__proto__.y = null', true],
  ['meta.constructor = "own"', true],
  ['meta.toString = null', true],
])('%s is %s', (text, expected) => {
  expect(answer(text)).toBe(expected);
});

it('leads nowhere in a value that is neither list nor object', () => {
  for (const meta of ['text', 5, true, [], {}]) {
    expect([answer('meta.a = null', meta), answer('meta[0] = "t"', meta), answer('meta[*] = 1', meta)]).toEqual([
      true,
      null,
      false,
    ]);
  }
});

it.each(['meta.a', 'meta[0][*].a', 'author.meta."a b".c', 'meta."say \\"x\\""', 'meta."a\\\\b"', 'meta.""'])(
  'writes %s',
  (text) => {
    const path = parseExpression(text);
    expect(path.kind === 'path' && writtenPath(path.names, path.steps)).toBe(text);
  },
);
