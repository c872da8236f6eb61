/** A unit runs in the lane of the account whose rows it writes, also when a superadmin asks who belongs to another. */
import { Transactions } from '#application/ports/transactions';
import type { Answer, Json } from '../support/http';
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

const TEXTS = { subject: 'Hello', html_body: '<p>Hello</p>', text_body: 'Hello' };

let world: World;
beforeAll(async () => (world = await createWorld({ SNACKBASE_JOB_WORKER_ENABLED: 'false' })));
afterAll(() => world?.close());

/** The accounts of the units that the superadmin's request was, by their acts. */
async function unitsOf(
  ask: (token: string) => Promise<Answer>,
): Promise<{ body: Json; units: Record<string, string | null> }> {
  const run = jest.spyOn(world.server.app.get(Transactions, { strict: false }), 'run');
  try {
    const { status, body, text } = await ask(world.superadmin.token);
    if (status >= 300) throw new Error(`${status} ${text}`);
    return { body, units: Object.fromEntries(run.mock.calls.map(([{ act, ctx }]) => [act.name, ctx.accountId])) };
  } finally {
    run.mockRestore();
  }
}

const post = (path: string, body: object) => unitsOf((token) => world.http.post(`${API}${path}`, body, { token }));
const patch = (path: string, body: object) => unitsOf((token) => world.http.patch(`${API}${path}`, body, { token }));
const put = (path: string, body: object) => unitsOf((token) => world.http.put(`${API}${path}`, body, { token }));
const remove = (path: string) => unitsOf((token) => world.http.delete(`${API}${path}`, { token }));

test('groups', async () => {
  const { accountId, userId } = world.acme;
  const made = await post('/groups', { name: 'editors', account_id: accountId });
  const path = `/groups/${made.body.id}`;
  expect(made.units).toEqual({ 'groups.create': accountId });
  expect((await patch(path, { description: 'who edits' })).units).toEqual({ 'groups.update': accountId });
  expect((await post(`${path}/users`, { user_id: userId })).units).toEqual({ 'groups.add_member': accountId });
  expect((await remove(`${path}/users/${userId}`)).units).toEqual({ 'groups.remove_member': accountId });
  expect((await remove(path)).units).toEqual({ 'groups.delete': accountId });
});

test('invitations', async () => {
  const { accountId } = world.acme;
  const made = await post('/invitations', { email: 'new@acme.example', account_id: accountId });
  expect(made.units).toEqual({ 'invitations.create': accountId });
  const path = `/invitations/${made.body.id}`;
  expect((await post(`${path}/resend`, {})).units).toEqual({ 'invitations.resend': accountId });
  expect((await remove(path)).units).toEqual({ 'invitations.cancel': accountId });
});

test('templates of mails', async () => {
  const { accountId } = world.acme;
  const made = await post('/admin/email/templates', {
    template_type: 'invitation',
    account_id: accountId,
    locale: 'de',
    ...TEXTS,
  });
  expect(made.units).toEqual({ 'email_templates.create': accountId });
  const path = `/admin/email/templates/${made.body.id}`;
  expect((await put(path, { subject: 'Hallo' })).units).toEqual({ 'email_templates.update': accountId });
  expect((await remove(path)).units).toEqual({ 'email_templates.delete': accountId });
});

test('users, and what superadmins are themselves while they name another account', async () => {
  const { accountId, userId } = world.acme;
  expect((await patch(`/users/${userId}`, { first_name: 'Ann' })).units).toEqual({ 'users.update': accountId });
  const headers = { 'x-account-id': accountId };
  const own = await unitsOf((token) => world.http.patch(`${API}/auth/me`, { first_name: 'Root' }, { token, headers }));
  expect(own.units).toEqual({ 'profile.update': world.superadmin.accountId });
});
