/** What a query string says is what is asked for: an empty text, nothing at all, bytes of a text. */
import { sendAsWritten, type Answer } from '../support/http';
import { API } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const NOTES = `${API}/records/notes`;

let world: World;
const send = (path: string): Promise<Answer> =>
  sendAsWritten(world.server.url, 'GET', path, { authorization: `Bearer ${world.superadmin.token}` });
const titles = ({ body }: Answer): string[] => body.items.map(({ title }: { title: string }) => title);

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [
    { name: 'title', type: 'text' },
    { name: 'count', type: 'number' },
    { name: 'tags', type: 'select', options: { values: ['a', 'b'], max: 2 } },
    { name: 'owner', type: 'user' },
  ]);
  for (const title of ['', 'null', 'é', null]) {
    await world.http.post(NOTES, { title, count: 1 }, { token: world.acme.token });
  }
});
afterAll(() => world?.close());

test.each([
  ['?title=', ['']],
  ['?title=&count=1', ['']],
  ['?title=%C3%A9', ['é']],
  [`?filter=${encodeURIComponent('title = "null"')}`, ['null']],
  ['?owner=', []],
  ['?tags=', []],
])('%s finds %j', async (query, found) => {
  expect(titles(await send(NOTES + query))).toEqual(found);
});

test('the empty text is no number', async () => {
  const answer = await send(`${NOTES}?count=`);
  expectErrorBody(answer);
  expect([answer.status, answer.body.error, answer.body.field]).toEqual([400, 'QUERY_PARAMETER', 'count']);
});

const LIST_PARAMETERS = ['filter', 'sort', 'fields', 'expand', 'skip', 'limit', 'cursor', 'cursor_before'];

test.each([...LIST_PARAMETERS, 'include_count', 'title', 'count', 'tags'])(
  'the parameter %s is as good as absent when it says null',
  async (name) => {
    const answer = await send(`${NOTES}?${name}=null`);
    expect(answer.status).toBe(200);
    expect(answer.text).toBe((await send(NOTES)).text);
  },
);

test.each([
  ['/users', 'account_id=null&role_id=null&is_active=null&search=null&skip=null&limit=null&sort=null'],
  ['/accounts', 'page=null&page_size=null&sort_by=null&sort_order=null&search=null'],
  ['/groups', 'page=null&page_size=null&limit=null&skip=null&search=null&account_id=null'],
  ['/invitations', 'page=null&page_size=null&status=null&status_filter=null'],
  ['/collections', 'page=null&page_size=null&sort_by=null&sort_order=null&search=null'],
  ['/admin/email/templates', 'account_id=null&template_type=null&locale=null&enabled=null'],
  ['/admin/email/logs', 'page=null&page_size=null&status_filter=null&template_type=null&account_id=null'],
  ['/admin/api-keys', 'offset=null&limit=null'],
])('so are those of %s', async (path, query) => {
  const answer = await send(`${API}${path}?${query}`);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual((await send(API + path)).body);
});

test.each([
  'title=%FF',
  'title=%C3',
  'title=%C3%28',
  'title=%ED%A0%80',
  'title=a%80b',
  '%FF=1',
  'filter=title=%22%FE%22',
])('bytes that are no UTF-8 are refused: %s', async (query) => {
  for (const path of [NOTES, `${API}/users`]) {
    const answer = await send(`${path}?${query}`);
    expectErrorBody(answer);
    expect([answer.status, answer.body.error]).toEqual([400, 'REQUEST_MALFORMED']);
    expect(answer.body.message).toBe('The query string is not valid UTF-8');
  }
});

test('a percent sign that encodes nothing is one', async () => {
  expect((await send(`${NOTES}?title=50%25`)).status).toBe(200);
  expect((await send(`${NOTES}?title=50%`)).status).toBe(200);
});
