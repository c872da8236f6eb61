import { DomainError } from '#domain/kernel/errors';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { posts } from '#domain/rules/testing/rule-world';
import { encodeCursor } from './cursor';
import { parseListRequest } from './parse-list-request';
import { parseShowRequest } from './parse-show-request';

function refusal(query: Record<string, unknown>): { code: string; message: string } {
  try {
    parseListRequest(query, posts, EVERY_COLUMN);
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'invalid') return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('Not refused');
}

describe('a list request', () => {
  it('has defaults, even for empty texts', () => {
    const plain = parseListRequest({}, posts, EVERY_COLUMN);
    expect(plain).toMatchObject({ filter: null, sort: [], fields: null, expand: [], skip: 0, limit: 30, total: true });
    expect(plain.page).toEqual({ kind: 'offset' });
    const empty = { filter: '', sort: '', fields: '', expand: '', skip: '', limit: '', include_count: '' };
    expect(parseListRequest(empty, posts, EVERY_COLUMN)).toEqual(plain);
  });

  it('takes the empty text for a value of a field', () => {
    expect(parseListRequest({ status: '' }, posts, EVERY_COLUMN).equalities).toEqual([{ name: 'status', value: '' }]);
    expect(parseListRequest({ price: '' }, posts, EVERY_COLUMN).equalities).toEqual([{ name: 'price', value: null }]);
  });

  it.each([
    [
      '+title,-price',
      [
        ['title', false],
        ['price', true],
      ],
    ],
    [' title', [['title', false]]],
    ['title', [['title', false]]],
    [
      '-author.name, -title,',
      [
        ['author.name', true],
        ['title', true],
      ],
    ],
  ] as const)('sorts by "%s"', (sort, expected) => {
    const terms = parseListRequest({ sort }, posts, EVERY_COLUMN).sort.map(({ name, descending }) => [
      name,
      descending,
    ]);
    expect(terms).toEqual(expected);
  });

  it.each([
    [{ skip: '-1' }, "'skip' must be a whole number, 0 or more"],
    [{ skip: '1.5' }, "'skip' must be a whole number, 0 or more"],
    [{ limit: '0' }, "'limit' must be a whole number, from 1 to 100"],
    [{ limit: '101' }, "'limit' must be a whole number, from 1 to 100"],
    [{ limit: '1e1' }, "'limit' must be a whole number, from 1 to 100"],
    [{ include_count: 'maybe', cursor: '' }, "'include_count' must be true or false"],
    [{ filter: ['a', 'b'] }, "The parameter 'filter' can be given once only, as text"],
    [{ sort: { a: 'b' } }, "The parameter 'sort' can be given once only, as text"],
    [{ filter: 'a\0' }, "The parameter 'filter' is not well-formed text"],
    [{ title: '\ud800' }, "The parameter 'title' is not well-formed text"],
    [{ nothing: '1' }, "Unknown parameter 'nothing'"],
    [{ toString: '1' }, "Unknown parameter 'toString'"],
    [{ __proto__x: '1' }, "Unknown parameter '__proto__x'"],
  ])('refuses %j', (query, message) => {
    const { code, message: found } = refusal(query);
    expect(code).toBe('QUERY_PARAMETER');
    expect(found).toContain(message);
  });

  it('takes plain equalities on fields and system columns', () => {
    const { equalities } = parseListRequest(
      { status: 'draft', created_by: 'u1', constructor: 'x' },
      posts,
      EVERY_COLUMN,
    );
    expect(equalities).toEqual([
      { name: 'status', value: 'draft' },
      { name: 'created_by', value: 'u1' },
      { name: 'constructor', value: 'x' },
    ]);
  });

  it('pages by cursor when one is given, also an empty one', () => {
    expect(parseListRequest({ cursor: '' }, posts, EVERY_COLUMN)).toMatchObject({
      total: false,
      page: { kind: 'keyset', direction: 'after', cursor: null },
    });
    const cursor = encodeCursor('-id', ['x']);
    expect(parseListRequest({ cursor, cursor_before: '', include_count: 'true' }, posts, EVERY_COLUMN)).toMatchObject({
      total: true,
      page: { direction: 'after', cursor: { order: '-id', values: ['x'], kinds: ['text'] } },
    });
    expect(parseListRequest({ cursor_before: cursor }, posts, EVERY_COLUMN).page).toMatchObject({
      direction: 'before',
    });
    expect(refusal({ cursor, cursor_before: cursor }).code).toBe('QUERY_CURSOR');
  });

  it.each([
    'x',
    '!!',
    'bnVsbA',
    encodeCursor('-id', []),
    Buffer.from('{"o":"-id","v":[{}]}').toString('base64url'),
    Buffer.from('{"o":1,"v":["a"]}').toString('base64url'),
  ])('refuses the cursor %s', (cursor) => {
    expect(refusal({ cursor }).code).toBe('QUERY_CURSOR');
  });

  it('has one shape for requests that differ in bounds and positions only', () => {
    const shapeOf = (query: Record<string, string>) => parseListRequest(query, posts, EVERY_COLUMN).shape;
    expect(shapeOf({ skip: '10', limit: '5' })).toBe(shapeOf({}));
    expect(shapeOf({ cursor: encodeCursor('-id', ['a']) })).toBe(shapeOf({ cursor: encodeCursor('-id', ['b']) }));
    expect(shapeOf({ filter: 'price = 1' })).toBe(shapeOf({ filter: 'price = 2' }));
    expect(shapeOf({ status: 'draft' })).toBe(shapeOf({ status: 'published' }));
    const distinct = [
      {},
      { cursor: '' },
      { cursor: encodeCursor('-id', ['a']) },
      { cursor_before: encodeCursor('-id', ['a']) },
      { cursor: encodeCursor('-price,-id', [null, 'a']) },
      { cursor: encodeCursor('-price,-id', [1, 'a']) },
      { filter: 'price = 1' },
      { filter: 'price > 1' },
      { status: 'draft' },
      { price: '1' },
      { price: 'one' },
      { fields: 'id' },
      { expand: 'id' },
      { sort: 'title' },
      { sort: '-title' },
    ] as Record<string, string>[];
    expect(new Set(distinct.map(shapeOf)).size).toBe(distinct.length);
  });
});

it('a record request knows fields and expand only', () => {
  expect(parseShowRequest({ fields: 'id, title,', expand: 'author' })).toMatchObject({
    fields: ['id', 'title'],
    expand: ['author'],
  });
  expect(() => parseShowRequest({ filter: 'a' })).toThrow("Unknown parameter 'filter'");
});
