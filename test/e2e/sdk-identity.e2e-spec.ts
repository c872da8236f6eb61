/** Who may come in, through the published client: auth, accounts, users, roles, groups, invitations, API keys, mail templates. */
import {
  AuthenticationError,
  AuthorizationError,
  NotFoundError,
  type SnackBaseClient,
  ValidationError,
} from '@snackbase/sdk';
import type { MailType } from '#domain/mail/mail-type';
import { mailTo } from '../support/mailbox';
import { PASSWORD } from '../support/member';
import { createWorld, type World } from '../support/world';

const NEW_PASSWORD = 'Better-Horse-88';
const USER_ROLE = 2;

let world: World;
let operator: SnackBaseClient;
let owner: SnackBaseClient;

beforeAll(async () => {
  world = await createWorld();
  operator = await signedIn('system', world.superadmin.email);
  owner = await signedIn('acme', world.acme.email);
});
afterAll(() => world?.close());

async function signedIn(account: string, email: string, password = PASSWORD): Promise<SnackBaseClient> {
  const client = world.sdk();
  await client.login({ account, email, password });
  return client;
}

const tokenFor = async (email: string, type?: MailType): Promise<string> =>
  (await mailTo(world.server, email, type)).token;

describe('auth', () => {
  test('verifies by mail, and sends a lost mail again', async () => {
    const client = world.sdk();
    const email = 'ann@mail.example';
    await client.register({ account_name: 'Mail Company', email, password: PASSWORD });
    const first = await tokenFor(email, 'email_verification');
    expect(await client.auth.sendVerification(email)).toMatchObject({ message: expect.any(String) });
    expect(await client.auth.verifyEmail(first)).toMatchObject({ message: expect.any(String), user: { email } });
    await client.login({ account: 'mail-company', email, password: PASSWORD });
    expect(client.isAuthenticated).toBe(true);
  });

  test('resets a forgotten password, which ends every session', async () => {
    const { email, slug } = world.twin;
    const client = await signedIn(slug, email);
    await client.auth.forgotPassword({ email, account: slug });
    const token = await tokenFor(email, 'password_reset');
    expect(await client.auth.verifyResetToken(token)).toMatchObject({ valid: true, expires_at: expect.any(String) });
    await client.auth.resetPassword({ token, new_password: NEW_PASSWORD });
    expect(await client.auth.verifyResetToken(token)).toMatchObject({ valid: false });
    await expect(client.getCurrentUser()).rejects.toBeInstanceOf(AuthenticationError);
    expect((await signedIn(slug, email, NEW_PASSWORD)).isAuthenticated).toBe(true);
  });

  test('refreshes and logs out', async () => {
    const client = await signedIn('acme', world.acme.email);
    const before = client.auth;
    await before.refreshToken();
    await client.getCurrentUser();
    await client.logout();
    expect(client.isAuthenticated).toBe(false);
  });
});

describe('accounts', () => {
  test('are made, found, renamed, looked into and deleted by the operator', async () => {
    const created = await operator.accounts.create({ name: 'Sdk Tenant', slug: 'sdk-tenant' });
    expect(created).toMatchObject({ slug: 'sdk-tenant', account_code: expect.stringMatching(/^[A-Z]{2}\d{4}$/) });
    expect(await operator.accounts.get(created.id)).toMatchObject({ name: 'Sdk Tenant' });
    const found = await operator.accounts.list({ search: 'sdk-ten', page: 1, page_size: 5 });
    expect(found).toMatchObject({ total: 1, items: [{ id: created.id }] });
    expect(await operator.accounts.update(created.id, { name: 'Renamed' })).toMatchObject({ name: 'Renamed' });
    expect(await operator.accounts.getUsers(created.id)).toMatchObject({ items: [], total: 0 });
    await operator.accounts.delete(created.id);
    await expect(operator.accounts.get(created.id)).rejects.toBeInstanceOf(NotFoundError);
  });

  test('are the operator’s alone', async () => {
    await expect(owner.accounts.list()).rejects.toBeInstanceOf(AuthorizationError);
    await expect(owner.accounts.get(world.twin.accountId)).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe('users', () => {
  test('are administered by the operator and by the account’s admin', async () => {
    for (const [client, email] of [
      [operator, 'operator-made@acme.example'],
      [owner, 'colleague@acme.example'],
    ] as const) {
      const user = await client.users.create({
        email,
        password: PASSWORD,
        account_id: world.acme.accountId,
        role_id: USER_ROLE,
      });
      expect(user).toMatchObject({ email, role: 'user', account_id: world.acme.accountId, is_active: true });
      expect(await client.users.resendVerification(user.id)).toMatchObject({ message: expect.any(String) });
      expect(await client.users.verifyEmail(user.id)).toMatchObject({ message: expect.any(String) });
      expect(await client.users.get(user.id)).toMatchObject({ email_verified: true });
      expect((await client.users.list({ search: email })).items).toMatchObject([{ id: user.id }]);

      expect(await client.users.update(user.id, { role: 'admin' })).toMatchObject({ role: 'admin' });
      await client.users.setPassword(user.id, NEW_PASSWORD);
      const member = await signedIn('acme', email, NEW_PASSWORD);
      expect(await client.users.resetPassword(user.id, { send_reset_link: true })).toMatchObject({
        message: expect.any(String),
      });

      await client.users.delete(user.id);
      await expect(member.getCurrentUser()).rejects.toBeInstanceOf(AuthenticationError);
      expect(await client.users.update(user.id, { is_active: true })).toMatchObject({ is_active: true });
    }
  });

  test('of another account are not there', async () => {
    await expect(owner.users.get(world.twin.userId)).rejects.toBeInstanceOf(NotFoundError);
    await expect(owner.users.setPassword(world.twin.userId, NEW_PASSWORD)).rejects.toBeInstanceOf(NotFoundError);
    const { items } = await owner.users.list();
    expect(items.every((user) => user.account_id === world.acme.accountId)).toBe(true);
  });
});

describe('roles', () => {
  test('are the operator’s to make, everybody’s admin to read', async () => {
    const made = await operator.roles.create({ name: 'auditor', description: 'Reads' });
    expect(await operator.roles.get(made.id)).toMatchObject({ name: 'auditor' });
    expect(await operator.roles.update(made.id, { name: 'reviewer' })).toMatchObject({ name: 'reviewer' });
    const { items, total } = await owner.roles.list();
    expect(total).toBe(items.length);
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['admin', 'user', 'reviewer']));
    await expect(owner.roles.create({ name: 'mine' })).rejects.toBeInstanceOf(AuthorizationError);
    await operator.roles.delete(made.id);
    await expect(operator.roles.get(made.id)).rejects.toBeInstanceOf(NotFoundError);
  });

  test('check and try rules', async () => {
    expect(await operator.roles.validateRule('@has_role("admin") and @owns_record()')).toMatchObject({ valid: true });
    expect(await operator.roles.validateRule('@has_role(')).toMatchObject({ valid: false, error: expect.any(String) });
    const tried = await operator.roles.testRule('@has_role("admin")', { auth: { role: 'admin' } });
    expect(tried).toMatchObject({ allowed: true, error: null });
  });
});

describe('groups', () => {
  test('hold users of their account', async () => {
    const group = await owner.groups.create({ name: 'editors', description: 'Write' });
    expect(group).toMatchObject({ name: 'editors', account_id: world.acme.accountId });
    await owner.groups.addMember(group.id, world.acme.userId);
    await owner.getCurrentUser();
    expect(owner.user?.groups).toEqual(['editors', 'pii_access']);
    expect(await owner.groups.update(group.id, { name: 'writers' })).toMatchObject({ name: 'writers' });
    expect((await owner.groups.list({ search: 'wri' })).items).toMatchObject([{ id: group.id }]);
    await expect(owner.groups.addMember(group.id, world.twin.userId)).rejects.toBeInstanceOf(NotFoundError);
    await owner.groups.removeMember(group.id, world.acme.userId);
    await owner.groups.delete(group.id);
    await expect(owner.groups.get(group.id)).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe('invitations', () => {
  test('bring a person in with the role that was meant', async () => {
    const email = 'guest@elsewhere.example';
    const invitation = await owner.invitations.create({ email, role_id: String(USER_ROLE) });
    expect(invitation).toMatchObject({ email, status: 'pending', account_id: world.acme.accountId });
    const token = await tokenFor(email, 'invitation');
    const guest = world.sdk();
    expect(await guest.invitations.getPublic(token)).toMatchObject({ email, account_name: 'acme', is_valid: true });
    const session = await guest.invitations.accept(token, PASSWORD);
    expect(session).toMatchObject({ token: expect.any(String), user: { email, role: 'user' } });
    expect((await owner.invitations.list({ status_filter: 'accepted' })).invitations).toMatchObject([{ email }]);
  });

  test('are cancelled', async () => {
    const invitation = await owner.invitations.create({ email: 'never@elsewhere.example' });
    await owner.invitations.cancel(invitation.id);
    expect((await owner.invitations.list({ status_filter: 'pending' })).total).toBe(0);
    await expect(world.sdk().invitations.getPublic(invitation.token!)).rejects.toThrow();
  });
});

describe('API keys', () => {
  test('serve a client that holds nothing else', async () => {
    const { id, key } = await operator.apiKeys.create({ name: 'automation' });
    const machine = world.sdk({ apiKey: key });
    expect((await machine.accounts.list()).total).toBeGreaterThanOrEqual(3);
    expect((await machine.users.list()).total).toBeGreaterThanOrEqual(3);
    expect((await operator.apiKeys.list()).items).toEqual(
      expect.arrayContaining([expect.objectContaining({ id, is_active: true })]),
    );
    expect((await operator.apiKeys.get(id)).key).not.toBe(key);
    await operator.apiKeys.revoke(id);
    await expect(machine.accounts.list()).rejects.toBeInstanceOf(AuthenticationError);
  });

  test('of an account’s admin need scopes', async () => {
    await expect(owner.apiKeys.create({ name: 'too much' })).rejects.toBeInstanceOf(ValidationError);
    await world.define('notes', [{ name: 'title', type: 'text' }]);
    const { key } = await owner.apiKeys.create({ name: 'reader', scopes: ['notes:read'] } as never);
    const machine = world.sdk({ apiKey: key });
    expect(await machine.records.list('notes')).toMatchObject({ items: [], total: 0 });
    await expect(machine.records.create('notes', { title: 'x' })).rejects.toBeInstanceOf(AuthorizationError);
    await expect(machine.users.list()).rejects.toBeInstanceOf(AuthorizationError);
  });
});

describe('mail templates', () => {
  test('are read, previewed, changed, tried and logged', async () => {
    const [template] = await operator.emailTemplates.list({ template_type: 'password_reset', locale: 'en' });
    expect(template).toMatchObject({ is_builtin: true, enabled: true });
    const preview = { template_type: template!.template_type, locale: 'en', variables: { email: '<b>x</b>' } };
    const rendered = await operator.emailTemplates.render({ ...preview, html_body: '<p>{{ email }}</p>' });
    expect(rendered.html_body).toBe('<p>&lt;b&gt;x&lt;/b&gt;</p>');

    await operator.emailTemplates.update(template!.id, { subject: 'Your new password at {{ app_name }}' });
    expect(await operator.emailTemplates.get(template!.id)).toMatchObject({ subject: expect.stringContaining('new') });
    expect(await operator.emailTemplates.sendTest(template!.id, 'test@ops.example')).toMatchObject({
      template_type: 'password_reset',
    });
    expect(await mailTo(world.server, 'test@ops.example')).toMatchObject({ subject: 'Your new password at SnackBase' });
    const { logs } = await operator.emailTemplates.listLogs({ template_type: 'password_reset' });
    expect(logs[0]).toMatchObject({ recipient_email: 'test@ops.example' });
    expect(await operator.emailTemplates.getLog(logs[0]!.id)).toMatchObject({ id: logs[0]!.id });
    await expect(owner.emailTemplates.list()).rejects.toBeInstanceOf(AuthorizationError);
  });
});
