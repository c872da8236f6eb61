/** The example folder, as an operator would use it: a server that loads it, and requests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../support/database';
import { SUPERADMIN_EMAIL } from '../support/environment';
import { eventually } from '../support/eventually';
import { Http, type Answer } from '../support/http';
import { API, login, type Member } from '../support/member';
import { runProcess, startProcess, type ServerProcess } from '../support/process';
import { defineCollection, signUp } from '../support/sign-up';

const EXAMPLES = join(__dirname, '..', '..', 'examples', 'hooks');
const TEXT = { type: 'text', required: true };

let database: TestDatabase;
let server: ServerProcess;
let http: Http;
let root: Member;
let acme: Member;
let twin: Member;

beforeAll(async () => {
  database = await createDatabase();
  server = await startProcess(database, { environment: { SNACKBASE_HOOKS_DIR: EXAMPLES } });
  http = new Http(server.url);
  root = await login(http, 'system', SUPERADMIN_EMAIL);
  const titleAndSlug = [
    { name: 'title', ...TEXT },
    { name: 'slug', ...TEXT },
  ];
  await defineCollection(http, root, 'posts', titleAndSlug);
  const customerAndTotal = [
    { name: 'customer', ...TEXT },
    { name: 'total', type: 'number', required: true },
  ];
  await defineCollection(http, root, 'orders', customerAndTotal);
  const orderAndSummary = [
    { name: 'order_id', ...TEXT },
    { name: 'summary', ...TEXT },
  ];
  const locked = { create_rule: null, update_rule: null, delete_rule: null };
  await defineCollection(http, root, 'order_changes', orderAndSummary, locked);
  acme = await signUp(http, root, 'acme');
  twin = await signUp(http, root, 'acme-twin');
});
afterAll(async () => {
  await server?.end('SIGKILL');
  await database?.drop();
});

const create = (collection: string, body: object): Promise<Answer> =>
  http.post(`${API}/records/${collection}`, body, { token: acme.token });

test('the types beside the examples are those that the command line writes', async () => {
  const out = join(database.folder, 'collections.d.ts');
  const { code, stdout, stderr } = await runProcess(database, { args: ['types', '--out', out] });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(`The types of 3 collections are in ${out}.\n`);
  expect(readFileSync(out, 'utf8')).toBe(readFileSync(join(EXAMPLES, 'collections.d.ts'), 'utf8'));
});

test('posts get a slug', async () => {
  const made = await create('posts', { title: 'Crème brûlée, twice!' });
  expect(made).toMatchObject({ status: 201, body: { slug: 'creme-brulee-twice' } });
  expect(await create('posts', { title: 'Own', slug: 'mine' })).toMatchObject({ status: 201, body: { slug: 'mine' } });
  expect((await create('posts', { title: 5 })).status).toBe(422);
});

test('orders above the limit are refused, new ones and changed ones', async () => {
  const refusal = { status: 422, body: { error: 'ORDER_ABOVE_LIMIT', message: 'An order is limited to 10000' } };
  expect(await create('orders', { customer: 'Ann', total: 10_001 })).toMatchObject(refusal);
  const { body } = await create('orders', { customer: 'Ann', total: 10_000 });
  const path = `${API}/records/orders/${body.id}`;
  expect(await http.patch(path, { total: 10_001 }, { token: acme.token })).toMatchObject(refusal);
  expect((await http.get(path, { token: acme.token })).body.total).toBe(10_000);
});

test('what happens to an order is summed up, where no caller may write and no other account sees it', async () => {
  const { body } = await create('orders', { customer: 'Cem', total: 1 });
  await http.patch(`${API}/records/orders/${body.id}`, { total: 2 }, { token: acme.token });
  await http.delete(`${API}/records/orders/${body.id}`, { token: acme.token });
  const path = `${API}/records/order_changes?filter=${encodeURIComponent(`order_id = "${body.id}"`)}`;
  const found = await eventually(async () => {
    const { items } = (await http.get(path, { token: acme.token })).body;
    return items.length === 3 ? items : undefined;
  });
  const summaries = found.map(({ summary }: { summary: string }) => summary);
  expect(summaries.toSorted()).toEqual(['1 -> 2', '2 -> deleted', 'new -> 1']);
  expect(found[0].created_by).toMatch(/^system:hook:order-summary\.ts#/);
  expect((await http.get(path, { token: twin.token })).body.total).toBe(0);
  expect((await create('order_changes', { order_id: body.id, summary: 'x' })).status).toBe(403);
});

test('people are told of each invitation', async () => {
  const invitation = { email: 'dora@acme.example', role: 'user' };
  expect((await http.post(`${API}/invitations`, invitation, { token: acme.token })).status).toBe(201);
  const log = await eventually(async () => {
    const { body } = await http.get(`${API}/admin/email/logs?status=sent`, { token: root.token });
    return body.logs.find((sent: { recipient_email: string }) => sent.recipient_email === 'people@example.com');
  });
  expect(log).toMatchObject({ account_id: acme.accountId });
});
