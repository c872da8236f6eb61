/** What became of mails, as operators look it up. */
import { newId } from '#domain/kernel/ids';
import { API } from '../support/member';
import { logWith, queueMail } from '../support/queue-mail';
import { runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const LOGS = `${API}/admin/email/logs`;
const MAILS = 5;

let world: World;
beforeAll(async () => {
  world = await createWorld();
  for (let index = 1; index <= MAILS; index += 1) {
    const { accountId } = index % 2 ? world.acme : world.twin;
    const recipient = `someone-${index}@mail.example`;
    await queueMail(world.server.app, {
      accountId,
      recipient,
      type: 'account_locked',
      variables: { email: recipient },
    });
    await logWith(world.server.app, recipient, ({ status }) => status === 'sent');
  }
});
afterAll(() => world?.close());

const asRoot = () => ({ token: world.superadmin.token });
const list = (query = '') => world.http.get(`${LOGS}?template_type=account_locked&${query}`, asRoot());
const recipients = (body: { logs: { recipient_email: string }[] }) => body.logs.map((log) => log.recipient_email[8]);
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
const today = () => new Date().toISOString().slice(0, 10);

test('the newest come first, page by page', async () => {
  const { status, body } = await list();
  expect(status).toBe(200);
  expect(body).toMatchObject({ total: MAILS, page: 1, page_size: 25 });
  expect(recipients(body)).toEqual(['5', '4', '3', '2', '1']);
  expect(body.logs[4]).toEqual({
    id: expect.any(String),
    account_id: world.acme.accountId,
    template_type: 'account_locked',
    locale: 'en',
    recipient_email: 'someone-1@mail.example',
    provider: 'outbox',
    status: 'sent',
    attempts: 1,
    error_message: null,
    variables: { email: 'someone-1@mail.example' },
    created_at: expect.stringMatching(/Z$/),
    sent_at: expect.stringMatching(/Z$/),
  });
  expect((await world.http.get(`${LOGS}/${body.logs[4].id}`, asRoot())).body).toEqual(body.logs[4]);
  const second = (await list('page=2&page_size=2')).body;
  expect([recipients(second), second.total, second.page, second.page_size]).toEqual([['3', '2'], MAILS, 2, 2]);
  expect((await list('page=9')).body).toMatchObject({ logs: [], total: MAILS });
  expect((await list('page_size=1000')).body.page_size).toBe(100);
});

test('what is looked for is found', async () => {
  const found = async (query: string) => recipients((await list(query)).body).join('');
  expect(await found('status_filter=sent')).toBe('54321');
  expect(await found('status=sent&limit=1')).toBe('54321');
  expect(await found('status=failed')).toBe('');
  expect(await found('status_filter=pending&status=sent')).toBe('');
  expect(await found(`account_id=${world.twin.accountId}`)).toBe('42');
  expect(await found(`start_date=2001-01-01&end_date=${tomorrow}`)).toBe('54321');
  expect(await found(`start_date=${tomorrow}`)).toBe('');
  expect(await found('end_date=2001-01-01T00:00:00Z')).toBe('');
  // A day alone is meant to its end.
  expect(await found(`start_date=${today()}&end_date=${today()}`)).toBe('54321');
});

test('A-9: mails of an account to one address are limited, whatever causes them', async () => {
  const { accountId } = world.acme;
  const spelled = (index: number): string => (index % 2 ? 'Flooded@mail.example' : 'flooded@mail.example');
  for (let index = 0; index < 25; index += 1) {
    await queueMail(world.server.app, { accountId, recipient: spelled(index), type: 'password_changed' });
  }
  await queueMail(world.server.app, { ...world.twin, recipient: spelled(0), type: 'password_changed' });
  const found = await world.http.get(`${LOGS}?template_type=password_changed&page_size=100`, asRoot());
  const refused = found.body.logs.filter((log: { error_message: string | null }) => log.error_message !== null);
  expect([found.body.total, refused.length]).toEqual([26, 5]);
  for (const log of refused) {
    expect(log).toMatchObject({ status: 'failed', account_id: accountId, attempts: 0 });
    expect(log.error_message).toContain('too many mails');
  }
});

describe('nobody else and nothing else', () => {
  const path = (query: string): Scenario => ({
    name: `GET ?${query}`,
    as: ({ superadmin }) => superadmin,
    method: 'GET',
    path: `${LOGS}?${query}`,
    status: 422,
  });
  runScenarios(
    () => world,
    [
      path('account_id=%00'),
      { name: 'the list without a token', method: 'GET', path: LOGS, status: 401 },
      { name: 'one without a token', method: 'GET', path: `${LOGS}/${newId()}`, status: 401 },
      { name: 'the list as the admin of an account', as: ({ acme }) => acme, method: 'GET', path: LOGS, status: 403 },
      {
        name: 'one as the admin of an account',
        as: ({ acme }) => acme,
        method: 'GET',
        path: `${LOGS}/${newId()}`,
        status: 403,
      },
      ...[newId(), 'x', '%00', '0'].map((id): Scenario => ({
        name: `the unknown log ${id}`,
        as: ({ superadmin }) => superadmin,
        method: 'GET',
        path: `${LOGS}/${id}`,
        status: 404,
      })),
      path('start_date=yesterday'),
      path('start_date=2026-W05'),
      path('end_date=2026-02-31'),
      path('end_date=2026-365'),
      path('start_date=2026-01-01T00:00:00%2B99:00'),
      path('status_filter=gone'),
      path('status=sent&status=failed'),
      path('template_type=spam'),
      path('page=0'),
      path('page=1e9'),
      path('page_size=-1'),
      path('page_size=many'),
    ],
  );
});
