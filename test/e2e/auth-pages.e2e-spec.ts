/** The pages that links in mails lead to where no application has its own: a link looks, a button acts. */
import { InvitationEntity } from '#server/infrastructure/database/entities/invitation.entity';
import { Http } from '../support/http';
import { changeDatabase } from '../support/insiders';
import { placesOf } from '../support/links';
import { mailTo } from '../support/mailbox';
import { API, login, PASSWORD } from '../support/member';
import { startServer } from '../support/server';
import { createWorld, type World } from '../support/world';

const INVITATIONS = `${API}/invitations`;
const NEW_PASSWORD = 'Better-Horse-88';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const press = (path: string, fields: Record<string, string>, http = world.http) =>
  http.call('POST', path, {
    raw: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

/** The path of the link in a mail. */
function linkIn({ text }: { text: string }): string {
  const url = /https?:\/\/\S+\?token=[\w-]+/.exec(text)?.[0];
  if (url === undefined) throw new Error(`no link in: ${text}`);
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function tokenIn(path: string): string {
  return new URLSearchParams(path.split('?')[1]).get('token')!;
}

test('a verification link is followed by mail scanners, and used by a button', async () => {
  const email = 'new@page.example';
  await world.http.post(`${API}/auth/register`, { email, password: PASSWORD, account_name: 'page' });
  const link = linkIn(await mailTo(world.server, email, 'email_verification'));
  for (let round = 0; round < 3; round += 1) {
    const shown = await world.http.get(link);
    expect(shown.status).toBe(200);
    expect(placesOf(shown.text, link)).toEqual(['/verify-email']);
    expect(shown.headers.get('content-type')).toMatch(/^text\/html/);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
    expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'; .*frame-ancestors 'none'/);
  }
  const done = await press('/verify-email', { token: tokenIn(link) });
  expect({ status: done.status, text: done.text }).toEqual({ status: 200, text: expect.stringContaining('confirmed') });
  await login(world.http, 'page', email);
  const again = await press('/verify-email', { token: tokenIn(link) });
  expect({ status: again.status, text: again.text }).toEqual({
    status: 400,
    text: expect.stringContaining('This link does not work'),
  });
});

test('a reset link asks for a password and says what is wrong with it', async () => {
  const { email } = world.acme;
  await world.http.post(`${API}/auth/forgot-password`, { email, account: 'acme' });
  const link = linkIn(await mailTo(world.server, email, 'password_reset'));
  const token = tokenIn(link);
  expect((await world.http.get(link)).text).toContain('name="new_password"');
  const weak = await press('/reset-password', { token, new_password: 'weak<b>' });
  expect(weak.status).toBe(422);
  expect(weak.text).toContain('at least 12 characters');
  expect(weak.text).toContain(`value="${token}"`);
  expect(weak.text).not.toContain('weak');
  expect((await press('/reset-password', { token, new_password: NEW_PASSWORD })).status).toBe(200);
  await login(world.http, 'acme', email, NEW_PASSWORD);
  const dead = await world.http.get(link);
  expect({ status: dead.status, text: dead.text }).toEqual({
    status: 400,
    text: expect.not.stringContaining('<form'),
  });
});

test('a change of address is confirmed by a button', async () => {
  const body = { new_email: 'moved@page.example', password: PASSWORD };
  await world.http.post(`${API}/auth/change-email`, body, { token: world.twin.token });
  const link = linkIn(await mailTo(world.server, body.new_email, 'email_change'));
  expect((await world.http.get(link)).status).toBe(200);
  expect((await world.http.get(`${API}/auth/me`, { token: world.twin.token })).body.email).toBe(world.twin.email);
  expect((await press('/confirm-email-change', { token: tokenIn(link) })).status).toBe(200);
  expect((await world.http.get(`${API}/auth/me`, { token: world.twin.token })).body.email).toBe(body.new_email);
});

describe('an invitation', () => {
  const invite = async (email: string, account = world.acme): Promise<{ id: string; token: string }> => {
    const body = { email, account_id: account.accountId };
    return (await world.http.post(INVITATIONS, body, { token: world.superadmin.token })).body;
  };
  const shown = (token: string) => world.http.get(`/accept-invitation?token=${token}`);

  test('says who invites into which account, and is accepted with a password', async () => {
    const email = 'guest@page.example';
    const { token } = await invite(email);
    const link = linkIn(await mailTo(world.server, email, 'invitation'));
    expect(link).toBe(`/accept-invitation?token=${token}`);
    for (let round = 0; round < 3; round += 1) {
      const { status, text, headers } = await world.http.get(link);
      expect({ status, text }).toEqual({
        status: 200,
        text: expect.stringContaining(`${world.superadmin.email} invites you to join “acme” as ${email}`),
      });
      expect(headers.get('cache-control')).toBe('no-store');
    }
    const weak = await press('/accept-invitation', { token, new_password: 'weak<b>' });
    expect(weak.status).toBe(422);
    expect(weak.text).toContain('at least 12 characters');
    expect(weak.text).toContain(`value="${token}"`);
    expect(weak.text).not.toContain('weak');

    const done = await press('/accept-invitation', { token, new_password: NEW_PASSWORD });
    expect(done.status).toBe(200);
    expect(done.text).toContain(`You can now sign in to “acme”: account acme, address ${email}.`);
    expect(done.text).not.toMatch(/eyJ|<form/);
    expect(done.headers.get('set-cookie')).toBeNull();
    expect((await login(world.http, 'acme', email, NEW_PASSWORD)).accountId).toBe(world.acme.accountId);
    for (const again of [await world.http.get(link), await press('/accept-invitation', { token })]) {
      expect({ status: again.status, text: again.text }).toEqual({
        status: 400,
        text: expect.stringMatching(/This link does not work.*already been accepted/s),
      });
    }
  });

  test('that is over or unknown asks for no password', async () => {
    const { id, token } = await invite('late@page.example');
    const expiresAt = '2001-01-01T00:00:00.000Z';
    await changeDatabase(world, (manager) => manager.update(InvitationEntity, { id }, { expiresAt }));
    for (const [secret, status, words] of [
      [token, 400, 'Invitation has expired'],
      ['A'.repeat(43), 404, 'Invalid invitation token'],
    ] as const) {
      const pressed = await press('/accept-invitation', { token: secret, new_password: NEW_PASSWORD });
      for (const answer of [await shown(secret), pressed]) {
        expect(answer.status).toBe(status);
        expect(answer.text).toContain(words);
        expect(answer.text).not.toContain('<form');
      }
    }
  });

  test('shows names as text', async () => {
    const path = `${API}/accounts/${world.twin.accountId}`;
    await world.http.put(path, { name: '<script>alert(1)</script>' }, { token: world.twin.token });
    const { text } = await shown((await invite('x@page.example', world.twin)).token);
    expect(text).toContain('alert(1)');
    expect(text).not.toContain('<script');
  });

  test('leaves no secret in the log', async () => {
    let logged = '';
    const server = await startServer({ SNACKBASE_LOG_LEVEL: 'info' }, (line) => void (logged += line));
    try {
      const http = new Http(server.url);
      const root = await login(http, 'system', server.superadminEmail);
      const body = { email: 'log@page.example', role: 'admin', account_id: root.accountId };
      const { token } = (await http.post(INVITATIONS, body, { token: root.token })).body;
      expect((await http.get(`/accept-invitation?token=${token}`)).status).toBe(200);
      expect((await press('/accept-invitation', { token, new_password: 'too-weak' }, http)).status).toBe(422);
      expect((await press('/accept-invitation', { token, new_password: NEW_PASSWORD }, http)).status).toBe(200);
      expect(logged.match(/"path":"\/accept-invitation"/g)).toHaveLength(3);
      for (const secret of [token, 'too-weak', NEW_PASSWORD]) expect(logged).not.toContain(secret);
    } finally {
      await server.stop();
    }
  });
});

describe.each(['/verify-email', '/reset-password', '/confirm-email-change', '/accept-invitation'])('%s', (path) => {
  test('shows nothing of a link as HTML', async () => {
    const hostile = '"><script>alert(1)</script>';
    const shown = await world.http.get(`${path}?token=${encodeURIComponent(hostile)}`);
    const pressed = await press(path, { token: hostile, new_password: NEW_PASSWORD });
    expect([200, 400, 404]).toContain(shown.status);
    expect([400, 404]).toContain(pressed.status);
    for (const { text } of [shown, pressed]) expect(text).not.toContain('<script');
  });

  test('bears every form', async () => {
    for (const query of ['', '?token=', '?token=a&token=b', '?token[a]=b', '?token=%00']) {
      expect([200, 400, 404]).toContain((await world.http.get(path + query)).status);
    }
    for (const fields of [{}, { token: '' }, { token: 'x'.repeat(5000) }] as Record<string, string>[]) {
      expect([400, 404, 422]).toContain((await press(path, fields)).status);
    }
    const json = await world.http.post(path, { token: { $ne: null }, new_password: [NEW_PASSWORD] });
    expect([400, 404, 422]).toContain(json.status);
    expect([400, 404, 422]).toContain((await world.http.call('POST', path)).status);
    expect((await world.http.call('DELETE', path)).status).toBe(405);
  });
});
