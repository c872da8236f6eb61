/** Whatever is sorted by, a cursor fits into a URL, and so does a filter of the length that is allowed. */
import { Http, type Answer, type Json } from '../support/http';
import { API } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const LONG = 15_000;
const MAX_CURSOR = 2000;
const MAX_FILTER = 4000;
const BOOKS = `${API}/records/books`;
const COUNT = 7;

let world: World;
let http: Http;
beforeAll(async () => {
  world = await createWorld();
  ({ http } = world);
  await world.define(
    'books',
    [
      { name: 'text', type: 'text', options: { max: 20_000 } },
      { name: 'open', type: 'boolean' },
      { name: 'n', type: 'number' },
    ],
    { list_rule: '@request.auth.id != "" && open = true' },
  );
});
afterAll(() => world?.close());

beforeEach(async () => {
  const { body } = await http.get(`${BOOKS}?fields=id&limit=100`, { token: world.superadmin.token });
  for (const { id } of body.items) await http.delete(`${BOOKS}/${id}`, { token: world.superadmin.token });
  const records = Array.from({ length: COUNT }, (_, n) => ({ text: `é${'x'.repeat(LONG)}${n % 3}`, n, open: true }));
  const created = await http.post(`${BOOKS}/batch`, { records }, { token: world.acme.token });
  expect(created.status).toBe(201);
});

function list(query: Record<string, string>): Promise<Answer> {
  return http.get(`${BOOKS}?${new URLSearchParams(query)}`, { token: world.acme.token });
}
const numbers = ({ body }: Answer): number[] => body.items.map(({ n }: Json) => n);

test.each(['text', '-text', 'text,-n', 'n,text', '-text,n'])(
  'pages sorted by %s are walked there and back',
  async (sort) => {
    const all = numbers(await list({ sort }));
    expect(all).toHaveLength(COUNT);
    const seen: number[] = [];
    let page = await list({ sort, limit: '2', cursor: '', fields: 'n' });
    for (;;) {
      expect(page.status).toBe(200);
      seen.push(...numbers(page));
      const { next_cursor: cursor, has_more: hasMore } = page.body;
      if (!hasMore) break;
      expect(cursor.length).toBeLessThanOrEqual(MAX_CURSOR);
      page = await list({ sort, limit: '2', cursor, fields: 'n', filter: 'n >= 0' });
    }
    expect(seen).toEqual(all);

    const back = await list({
      sort,
      limit: '3',
      cursor_before: page.body.prev_cursor,
      fields: 'n',
      include_count: 'true',
    });
    expect(numbers(back)).toEqual(all.slice(3, 6));
    expect(back.body.total).toBe(COUNT);
  },
);

describe('the cursor of a record', () => {
  async function second(): Promise<{ readonly cursor: string; readonly id: string }> {
    const { body } = await list({ sort: 'text,n', limit: '2', cursor: '' });
    return { cursor: body.next_cursor, id: body.items[1].id };
  }

  async function expectStartAgain(query: Record<string, string>): Promise<void> {
    const answer = await list(query);
    expectErrorBody(answer);
    expect([answer.status, answer.body.error]).toEqual([400, 'QUERY_CURSOR']);
    expect(answer.body.hint).toContain('Start again');
  }

  test('that is gone says to start again', async () => {
    const { cursor, id } = await second();
    await http.delete(`${BOOKS}/${id}`, { token: world.acme.token });
    await expectStartAgain({ sort: 'text,n', cursor });
  });

  test('that was changed says so too, where it was sorted by', async () => {
    const { cursor, id } = await second();
    await http.patch(`${BOOKS}/${id}`, { open: true }, { token: world.acme.token });
    expect((await list({ sort: 'text,n', cursor })).status).toBe(200);
    await http.patch(`${BOOKS}/${id}`, { n: 77 }, { token: world.acme.token });
    await expectStartAgain({ sort: 'text,n', cursor });
  });

  test('that the caller may not list any more is one that is gone', async () => {
    const { cursor, id } = await second();
    await http.patch(`${BOOKS}/${id}`, { open: false }, { token: world.acme.token });
    await expectStartAgain({ sort: 'text,n', cursor });
  });

  test('tells another account nothing', async () => {
    const { cursor } = await second();
    const answer = await http.get(`${BOOKS}?${new URLSearchParams({ sort: 'text,n', cursor })}`, {
      token: world.twin.token,
    });
    expect([answer.status, answer.body.error]).toEqual([400, 'QUERY_CURSOR']);
  });

  test('is of no use for another order', async () => {
    const { cursor } = await second();
    await expectStartAgain({ sort: 'text,-n', cursor });
    await expectStartAgain({ sort: 'text', cursor });
    await expectStartAgain({ cursor });
  });
});

test('a filter of the allowed length fits, whatever its characters are', async () => {
  const frame = 'text != ""';
  const filter = `text != "${'語'.repeat(MAX_FILTER - frame.length)}"`;
  expect(filter).toHaveLength(MAX_FILTER);
  const cursor = (await list({ sort: 'text', limit: '1', cursor: '' })).body.next_cursor;
  const fields = Array.from({ length: 900 }, () => 'n').join(',');
  const answer = await list({ filter, sort: 'text', limit: '1', cursor, fields });
  expect([answer.status, answer.body.items]).toEqual([200, [{ n: expect.any(Number) }]]);
});
