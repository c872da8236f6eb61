/** How a new server gets its first superadmin: by the environment, or through the link that it prints. */
import { CreateSuperadmin } from '#application/setup/create-superadmin';
import { SetupLink } from '#application/setup/setup-link';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { DataSource } from 'typeorm';
import { hashTogether } from '../support/held-hashes';
import { Http } from '../support/http';
import { expectLinksToLead, placesOf } from '../support/links';
import { startServer, type TestServer } from '../support/server';
import { login, PASSWORD } from '../support/member';

const WITHOUT_SUPERADMIN = { SNACKBASE_SUPERADMIN_EMAIL: '', SNACKBASE_SUPERADMIN_PASSWORD: '' };

let printed: string;
let server: TestServer;
let http: Http;

beforeEach(async () => {
  printed = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  server = await startServer(WITHOUT_SUPERADMIN);
  write.mockRestore();
  http = new Http(server.url);
});
afterEach(() => server?.stop());

const link = (): string => /\/setup\?token=\S+/.exec(printed)?.[0] ?? '';
const token = (): string => link().slice('/setup?token='.length);
const submit = (fields: Record<string, string>) =>
  http.call('POST', '/setup', {
    raw: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

test('the printed link leads to a form that runs no script and tells its address to nobody', async () => {
  expect(printed).toMatch(/http:\/\/localhost:\d+\/setup\?token=[\w-]{43}\n/);
  const { status, headers, text } = await http.get(link());
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/html/);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(text).toContain(`value="${token()}"`);
  expect(placesOf(text, '/setup')).toEqual(['/setup']);
  expect(placesOf((await http.get(`/setup/?token=${token()}`)).text, '/setup/')).toEqual(['/setup']);
  expect(text).not.toContain('<script');
});

test('the form makes a superadmin, once', async () => {
  const fields = { token: token(), email: 'op@snackbase.example', password: PASSWORD };
  const done = await submit(fields);
  expect({ status: done.status, text: done.text }).toMatchObject({
    status: 200,
    text: expect.stringContaining('SnackBase is ready'),
  });
  await expectLinksToLead(http, done.text, '/setup');
  const operator = await login(http, 'SY0000', 'op@snackbase.example');
  expect(operator.accountId).toBe(SYSTEM_ACCOUNT_ID);

  expect((await submit({ ...fields, email: 'second@snackbase.example' })).status).toBe(410);
  const closed = await http.get(link());
  expect(closed.status).toBe(410);
  await expectLinksToLead(http, closed.text, '/setup');
});

test('fifty tries at once: one superadmin', async () => {
  const tries = Array.from(
    { length: 50 },
    (_, index) => () => submit({ token: token(), email: `op${index}@snackbase.example`, password: PASSWORD }),
  );
  const statuses = (await hashTogether(server, tries)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status >= 400 && status < 500)).toHaveLength(49);

  const reads = server.app.get(DataSource, { strict: false });
  expect(await reads.manager.countBy(UserEntity, { accountId: SYSTEM_ACCOUNT_ID })).toBe(1);
});

test.each([
  ['no token', { token: '' }, 403],
  ['another token', { token: 'A'.repeat(43) }, 403],
  ['a weak password', { password: 'short' }, 422],
  ['no address', { email: '"><script>alert(1)</script>' }, 422],
])('with %s nothing is made, and what was typed is shown as text', async (_what, fields, status) => {
  const answer = await submit({ token: token(), email: 'op@snackbase.example', password: PASSWORD, ...fields });
  expect(answer.status).toBe(status);
  expect(answer.text).toContain('role="alert"');
  expect(answer.text).not.toContain('<script');
  expect(answer.text).not.toContain(PASSWORD);
  expect(await server.app.get(CreateSuperadmin, { strict: false }).exists()).toBe(false);
});

test('a new link ends the one before', async () => {
  const fields = { email: 'op@snackbase.example', password: PASSWORD };
  const newer = (await server.app.get(SetupLink, { strict: false }).issue()) ?? '';
  expect((await submit({ ...fields, token: token() })).status).toBe(403);
  expect((await submit({ ...fields, token: newer })).status).toBe(200);
});

test('a second superadmin needs to be asked for twice', async () => {
  const superadmins = server.app.get(CreateSuperadmin, { strict: false });
  const request = { email: 'op@snackbase.example', password: PASSWORD, force: false };
  await superadmins.execute(request);
  const second = { ...request, email: 'second@snackbase.example' };
  await expect(superadmins.execute(second)).rejects.toMatchObject({ code: 'SETUP_DONE' });
  await superadmins.execute({ ...second, force: true });
  await expect(superadmins.execute({ ...request, email: 'OP@SNACKBASE.EXAMPLE', force: true })).rejects.toMatchObject({
    code: 'USER_EMAIL_TAKEN',
  });
});

test('a weak password in the environment keeps the server from starting, and says which variable', async () => {
  const environment = { SNACKBASE_SUPERADMIN_EMAIL: 'op@snackbase.example', SNACKBASE_SUPERADMIN_PASSWORD: 'weak' };
  await expect(startServer(environment)).rejects.toThrow(/SNACKBASE_SUPERADMIN_PASSWORD: .*12 characters/);
});
