/**
 * W-04, B1, B4: which fields a caller reads, by every door and every restriction. A closed door answers as it does for a field
 * that does not exist; an open one goes on to answer. The twin has the same records, and passes where acme does not.
 */
import { TestHooks } from '../support/hooks/test-hooks';
import type { Answer, Json } from '../support/http';
import { API, type Member } from '../support/member';
import { told } from '../support/told';
import { createWorld, type World } from '../support/world';

const BOOKS = `${API}/records/books`;
const REVIEWS = `${API}/records/reviews`;
/** As long as `secret`, and as far from being a field as can be. */
const ABSENT = 'absent';
const FIELDS = [
  { name: 'title', type: 'text' },
  { name: 'secret', type: 'text' },
  { name: 'before', type: 'reference', collection: 'books', on_delete: 'set_null' },
];

let world: World;
let booksId: string;
const own: Record<string, { readonly book: string; readonly review: string }> = {};

beforeAll(async () => {
  world = await createWorld();
  await world.define('books', FIELDS);
  await world.define('reviews', [{ name: 'book', type: 'reference', collection: 'books', on_delete: 'cascade' }]);
  const { body } = await asRoot('GET', '/collections?search=books');
  booksId = body.items[0].id;
  for (const member of [world.acme, world.twin]) own[member.slug] = await fill(member);
});
afterAll(() => world?.close());

async function fill({ token }: Member): Promise<{ book: string; review: string }> {
  const first = await world.http.post(BOOKS, { title: 'First', secret: 'hush' }, { token });
  const book = await world.http.post(BOOKS, { title: 'Book', secret: 'hush', before: first.body.id }, { token });
  const review = await world.http.post(REVIEWS, { book: book.body.id }, { token });
  expect(review.status).toBe(201);
  return { book: book.body.id, review: review.body.id };
}

function asRoot(method: string, path: string, body?: unknown): Promise<Answer> {
  const token = world.superadmin.token;
  return world.http.call(method, `${API}${path}`, body === undefined ? { token } : { token, body });
}

async function restrict(lists: object, access: object | null): Promise<void> {
  const everything = { list_fields: '*', view_fields: '*' };
  const fields = FIELDS.map((field) => (field.name === 'secret' ? { ...field, access } : field));
  const { status, text } = await asRoot('PUT', `/collections/${booksId}`, { ...everything, ...lists, fields });
  expect(`${status} ${text}`).toMatch(/^200 /);
}

type Way = 'list' | 'view';
type Call = (member: Member, name: string) => Promise<Answer>;

const get =
  (path: string): Call =>
  ({ token, slug }, name) => {
    const { book, review } = own[slug]!;
    const filled = path.replace('{book}', book).replace('{review}', review).replaceAll('{name}', name);
    return world.http.get(`${API}/records/${encodeURI(filled)}`, { token });
  };

/** Doors that name the field. */
const NAMING: readonly (readonly [way: Way, door: string, call: Call])[] = [
  ['list', 'filter', get('books?filter={name}="hush"')],
  ['list', 'filter inside of a condition', get('books?filter=title = "Book" || length({name}) > 1')],
  ['list', 'equality', get('books?{name}=hush')],
  ['list', 'sort', get('books?sort={name}')],
  ['list', 'cursor', get('books?sort=-{name}&cursor=')],
  ['list', 'fields of a list', get('books?fields=id,{name}')],
  ['view', 'fields of a record', get('books/{book}?fields={name}')],
  ['view', 'filter by a relation', get('reviews?filter=book.{name} = "hush"')],
  ['view', 'filter by a relation to the same collection', get('books?filter=before.{name} = "hush"')],
  ['view', 'filter by two relations', get('reviews?filter=book.before.{name} ~ "u"')],
  ['view', 'filter by a back-relation', get('books?filter=books_via_before.{name} = "hush"')],
  ['view', 'filter by a value made of a back-relation', get('books?filter=max(books_via_before.{name}) = "hush"')],
  ['view', 'filter by a count of a back-relation', get('reviews?filter=count(book.books_via_before.{name}) > 0')],
  ['view', 'sort by a back-relation', get('books?sort=-max(books_via_before.{name})&cursor=')],
  [
    'view',
    'B4: group by a back-relation',
    get('books/aggregate?functions=count()&group_by=max(books_via_before.{name})'),
  ],
  ['view', 'B4: function of a back-relation', get('books/aggregate?functions=count(max(books_via_before.{name}))')],
  ['list', 'B4: smallest value', get('books/aggregate?functions=min({name})')],
  ['list', 'B4: group', get('books/aggregate?functions=count()&group_by={name}')],
  ['view', 'sort by a relation', get('reviews?sort=book.{name}')],
  ['view', 'cursor by a relation', get('reviews?sort=book.{name}&cursor=')],
  [
    'view',
    'fields of an expanded back-relation',
    get('books/{book}?expand=books_via_before&fields=books_via_before.{name}'),
  ],
  ['view', 'fields of an expanded record', get('reviews?expand=book&fields=book.{name}')],
  ['view', 'fields of a record expanded by its own collection', get('books?expand=before&fields=before.{name}')],
  [
    'view',
    'fields of what was created',
    ({ token }, name) => world.http.post(`${BOOKS}?fields=${name}`, { title: 'New' }, { token }),
  ],
  [
    'view',
    'fields of what was changed',
    ({ token, slug }, name) =>
      world.http.patch(`${BOOKS}/${own[slug]!.book}?fields=${name}`, { title: 'Book' }, { token }),
  ],
];

/** Doors that show what there is; where in the answer the records are. */
const SHOWING: readonly (readonly [way: Way, door: string, call: Call, at: (body: Json) => Json])[] = [
  ['list', 'list', get('books?title=Book'), (body) => body.items[0]],
  ['list', 'list of all members', get('books?title=Book&fields=*'), (body) => body.items[0]],
  ['list', 'page of a cursor', get('books?title=Book&cursor='), (body) => body.items[0]],
  ['view', 'record', get('books/{book}'), (body) => body],
  ['view', 'W-01: expanded record', get('reviews/{review}?expand=book'), (body) => body.book],
  ['view', 'W-01: expanded record of a list', get('reviews?expand=book'), (body) => body.items[0].book],
  [
    'view',
    'expanded record, two relations away',
    get('reviews?expand=book.before'),
    (body) => body.items[0].book.before,
  ],
  [
    'view',
    'record expanded by its own collection',
    get('books?title=Book&expand=before'),
    (body) => body.items[0].before,
  ],
  [
    'view',
    'expanded back-relation',
    get('books?title=First&expand=books_via_before'),
    (body) => body.items[0].books_via_before[0],
  ],
  ['view', 'what was created', ({ token }) => world.http.post(BOOKS, { title: 'New' }, { token }), (body) => body],
  [
    'view',
    'a batch that was created',
    ({ token }) => world.http.post(`${BOOKS}/batch`, { records: [{ title: 'New' }] }, { token }),
    (body) => body.created[0],
  ],
  [
    'view',
    'what was changed',
    ({ token, slug }) => world.http.put(`${BOOKS}/${own[slug]!.book}`, { title: 'Book' }, { token }),
    (body) => body,
  ],
  [
    'view',
    'a batch that was changed',
    ({ token, slug }) => {
      const records = [{ id: own[slug]!.book, data: { title: 'Book' } }];
      return world.http.patch(`${BOOKS}/batch`, { records }, { token });
    },
    (body) => body.updated[0],
  ],
];

const REST = ['title', 'before'];
const BOTH: readonly Way[] = ['list', 'view'];
type Restriction = readonly [
  what: string,
  closed: readonly Way[],
  twinPasses: boolean,
  lists: object,
  access: () => object,
];
const NOBODY = (): object => ({ read: '' });
const RESTRICTIONS: readonly Restriction[] = [
  ['list_fields', ['list'], false, { list_fields: REST }, NOBODY],
  ['view_fields', ['view'], false, { view_fields: 'title,before' }, NOBODY],
  ['both lists', BOTH, false, { list_fields: '["title","before"]', view_fields: REST }, NOBODY],
  ['a condition', BOTH, true, {}, () => ({ read: `@request.auth.email = "${world.twin.email}"` })],
  ['null', BOTH, false, {}, () => ({ read: null })],
];

describe.each(RESTRICTIONS)('W-04 B1 B4: a field hidden by %s', (_what, closed, twinPasses, lists, access) => {
  beforeAll(() => restrict(lists, access()));
  afterAll(() => restrict({}, null));

  test.each(NAMING)('in %s doors: %s', async (way, _door, call) => {
    for (const [member, passes] of [
      [world.twin, twinPasses],
      [world.acme, false],
    ] as const) {
      const answer = await call(member, 'secret');
      if (passes || !closed.includes(way)) expect(answer.status).toBeLessThan(300);
      else {
        expect(answer.status).toBe(400);
        expect(told(answer, 'secret')).toBe(told(await call(member, ABSENT), ABSENT));
      }
    }
  });

  test.each(SHOWING)('in %s doors: %s', async (way, _door, call, at) => {
    for (const [member, passes] of [
      [world.twin, twinPasses],
      [world.acme, false],
    ] as const) {
      const { body, status } = await call(member, '');
      expect(status).toBeLessThan(300);
      const shown = passes || !closed.includes(way);
      const record = at(body);
      expect(Object.keys(record).includes('secret')).toBe(shown);
      expect(record).toMatchObject({ id: expect.any(String), account_id: member.accountId, title: expect.any(String) });
      expect(record.created_at).toEqual(expect.any(String));
    }
  });

  test('and superadmins read it by every door', async () => {
    const { token } = world.superadmin;
    const { book, review } = own['acme']!;
    for (const path of ['books?filter=secret="hush"&sort=secret', `books/${book}`, `reviews/${review}?expand=book`]) {
      const { status, text } = await world.http.get(`${API}/records/${encodeURI(path)}`, { token });
      expect(status).toBe(200);
      expect(text).toContain('"secret":"hush"');
    }
  });

  test('and the document of the API says what each caller can use', async () => {
    for (const [member, passes] of [
      [world.twin, twinPasses],
      [world.acme, false],
    ] as const) {
      const { body } = await world.http.get('/openapi.json', { token: member.token });
      const isShown = passes || closed.length < 2;
      const schemas = body.components.schemas;
      for (const name of ['', '.create', '.update'])
        expect(Object.hasOwn(schemas[`Record.books${name}`].properties, 'secret')).toBe(isShown);
      const parameters: readonly Json[] = body.paths['/api/v1/records/books'].get.parameters;
      const isFiltered = passes || !closed.includes('list');
      expect(parameters.some(({ name }) => name === 'secret')).toBe(isFiltered);
    }
  });
});

test('who may read a field changes with the next request of a member', async () => {
  await restrict({}, { read: '@has_group("readers")' });
  const { token, userId } = world.acme;
  const read = get('books/{book}');
  expect((await read(world.acme, '')).body.secret).toBeUndefined();
  const group = await world.http.post(`${API}/groups`, { name: 'readers' }, { token });
  const path = `${API}/groups/${group.body.id}/users`;
  const added = await world.http.post(path, { user_id: userId }, { token });
  expect(added.status).toBeLessThan(300);
  expect((await read(world.acme, '')).body.secret).toBe('hush');
  expect((await read(world.twin, '')).body.secret).toBeUndefined();
  await world.http.delete(`${path}/${userId}`, { token });
  expect((await read(world.acme, '')).body.secret).toBeUndefined();
  await restrict({}, null);
});

test('a cursor that somebody else got is of no use where its order is hidden', async () => {
  const { body } = await world.http.get(`${BOOKS}?sort=secret&cursor=&limit=1`, { token: world.acme.token });
  await restrict({ list_fields: ['title'] }, null);
  const forged = await get(`books?sort=secret&cursor=${body.next_cursor}`)(world.acme, '');
  expect(forged.status).toBe(400);
  expect((await get(`books?cursor=${body.next_cursor}`)(world.acme, '')).body.error).toBe('QUERY_CURSOR');
  await restrict({}, null);
});

test('rules read what callers do not', async () => {
  await restrict({ list_fields: ['title'], view_fields: ['title'] }, null);
  await asRoot('PUT', '/collections/books/rules', { list_rule: 'secret = "hush" && title = "Book"' });
  const { body } = await get('books')(world.acme, '');
  expect(body.items.map(({ title }: Json) => title)).toEqual(['Book']);
  await asRoot('PUT', '/collections/books/rules', { list_rule: '@request.auth.id != ""' });
  await restrict({}, null);
});

test('a conflict names no field that the caller is not shown', async () => {
  const indexes = [{ fields: ['secret', 'title'], unique: true }];
  await asRoot('POST', '/collections', {
    name: 'pairs',
    fields: [
      { name: 'title', type: 'text' },
      { name: 'secret', type: 'text', default: 'same' },
    ],
    indexes,
    create_rule: '@request.auth.id != ""',
  });
  const { token } = world.acme;
  const create = () => world.http.post(`${API}/records/pairs`, { title: 'x' }, { token });
  expect((await create()).status).toBe(201);
  expect((await create()).body).toMatchObject({ error: 'RECORD_NOT_UNIQUE', field: 'secret' });
  await asRoot('PUT', '/collections/pairs/rules', { list_fields: 'title', view_fields: 'title' });
  const { status, text } = await create();
  expect(status).toBe(409);
  expect(text).not.toContain('secret');
});

test('a deletion that is refused names no field that the caller is not shown', async () => {
  await asRoot('POST', '/collections', {
    name: 'loans',
    fields: [{ name: 'secret', type: 'reference', collection: 'books', on_delete: 'restrict' }],
  });
  const { token } = world.acme;
  const book = (await world.http.post(BOOKS, { title: 'Lent' }, { token })).body.id;
  const loan = { secret: book, account_id: world.acme.accountId };
  expect((await asRoot('POST', '/records/loans', loan)).status).toBe(201);
  const remove = (): Promise<Answer> => world.http.delete(`${BOOKS}/${book}`, { token });
  expect((await remove()).body).toMatchObject({ error: 'RECORD_IN_USE', field: 'secret' });
  await asRoot('PUT', '/collections/loans/rules', { list_fields: [], view_fields: [] });
  const { body, text } = await remove();
  expect(body.error).toBe('RECORD_IN_USE');
  expect(text).not.toContain('secret');
  await asRoot('PUT', '/collections/loans/rules', { list_fields: '*', view_fields: '*' });
});

test('strangers are under lists and conditions as members are', async () => {
  await asRoot('PUT', '/collections/books/rules', { list_rule: '', view_rule: '' });
  await restrict({}, { read: '@request.auth.id != ""' });
  const headers = { 'X-Account-ID': world.acme.slug };
  for (const [path, status] of [
    ['', 200],
    [`/${own['acme']!.book}`, 200],
    ['?sort=secret', 400],
  ] as const) {
    const answer = await world.http.get(BOOKS + path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.text).not.toContain('hush');
  }
  await restrict({}, null);
  expect((await world.http.get(`${BOOKS}?sort=secret`, { headers })).text).toContain('hush');
  await restrict({ list_fields: 'title' }, null);
  expect((await world.http.get(BOOKS, { headers })).text).not.toContain('hush');
  const rule = '@request.auth.id != ""';
  await asRoot('PUT', '/collections/books/rules', { list_rule: rule, view_rule: rule, list_fields: '*' });
});

test('hooks see what is shown, and can show nothing else', async () => {
  const hooks = new TestHooks(world.server);
  const seen: unknown[] = [];
  hooks.on('on_record_after_query', 'books', ({ items }) => {
    seen.push(...items.map((item) => Object.hasOwn(item, 'secret')));
    for (const item of items) item['note'] = 'of a hook';
  });
  await restrict({ list_fields: ['title'] }, null);
  const listed = await get('books?title=Book')(world.acme, '');
  expect([listed.body.items[0].note, seen]).toEqual(['of a hook', [false]]);
  expect((await get('books/{book}')(world.acme, '')).body.secret).toBe('hush');
  hooks.clear();
  hooks.on('on_record_after_query', 'books', ({ items }) => {
    for (const item of items) item['secret'] = 'of a hook';
  });
  expect((await get('books?title=Book')(world.acme, '')).status).toBe(500);
  hooks.clear();
  await restrict({}, null);
});
