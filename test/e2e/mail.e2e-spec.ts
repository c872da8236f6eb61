/** Mails from the unit that causes them to the outbox, which stands in where there is no mail server. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MailQueue } from '#application/ports/mail-queue';
import { newSecret } from '#domain/auth/opaque-token';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { EmailLogEntity } from '#server/infrastructure/database/entities/email-log.entity';
import { JobEntity } from '#server/infrastructure/database/entities/job.entity';
import { DataSource } from 'typeorm';
import { jobsOf, jobWith } from '../support/jobs';
import { mailTo, outboxOf } from '../support/mailbox';
import { API } from '../support/member';
import { logWith, queueMail } from '../support/queue-mail';
import { createWorld, type World } from '../support/world';

const TEMPLATES = `${API}/admin/email/templates`;
const LINK = 'https://app.example/reset-password?token=';

let world: World;
beforeAll(async () => {
  world = await createWorld({ SNACKBASE_APP_URL: 'https://app.example/', SNACKBASE_SUPPORT_EMAIL: 'help@app.example' });
});
afterAll(() => world?.close());

let count = 0;
const someone = () => `someone-${(count += 1)}@mail.example`;
const reads = () => world.server.app.get(DataSource, { strict: false }).manager;
const secretsOf = (token: string) => ({ token, reset_url: LINK + token });

describe('the outbox', () => {
  test('holds each mail, for nobody but the user that the server runs as', async () => {
    const recipient = someone();
    const token = newSecret();
    await queueMail(world.server.app, { accountId: world.acme.accountId, recipient, secrets: secretsOf(token) });
    const mail = await mailTo(world.server, recipient, 'password_reset');
    expect(mail).toMatchObject({ subject: 'Reset your SnackBase password', token });
    expect(mail.text).toContain(`${LINK}${token}`);
    expect(mail.text).toContain('SnackBase · help@app.example');
    expect(mail.html).toContain(`href="${LINK}${token}"`);

    const folder = outboxOf(world.server);
    const files = ['eml', 'txt'].map((type) => `${mail.id}.${type}`);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.startsWith(mail.id)).toSorted()).toEqual(files);
    // The link in one piece, to be copied.
    const readable = await readFile(join(folder, `${mail.id}.txt`), 'utf8');
    expect(readable.startsWith(`To: ${recipient}\nSubject: Reset your SnackBase password\n\n`)).toBe(true);
    expect(readable).toContain(`\n${LINK}${token}\n`);
  });
});

test('M-2, D9, I-3: links lead to the configured application, whatever Host a request names', async () => {
  const { app } = world.server;
  expect(app.get(MailQueue, { strict: false }).link('/verify-email', 'abc')).toBe(
    'https://app.example/verify-email?token=abc',
  );
  const { email, slug } = world.acme;
  const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' };
  const body = { email, account: slug };
  expect((await world.http.post(`${API}/auth/forgot-password`, body, { headers })).status).toBe(200);
  const mail = await mailTo(world.server, email, 'password_reset');
  expect(mail.text).toContain(`${LINK}${mail.token}`);
  expect(mail.text + mail.html).not.toContain('evil');
});

describe('M-1: no live token', () => {
  test('is in the mail log or among the jobs, not even while the mail waits', async () => {
    const recipient = someone();
    const token = newSecret();
    await queueMail(world.server.app, {
      accountId: world.acme.accountId,
      recipient,
      // A caller who forgot which of them are secrets.
      variables: { email: recipient, token, reset_url: LINK + token },
    });
    const [waiting] = await jobsOf(world.server.app, 'send_email');
    const log = await logWith(world.server.app, recipient, () => true);
    for (const row of [waiting, log]) expect(JSON.stringify(row)).not.toContain(token);
    expect((await mailTo(world.server, recipient)).token).toBe(token);
    expect(await jobWith(world.server.app, waiting!.id, 'completed')).toMatchObject({ secrets: null });
    for (const entity of [EmailLogEntity, JobEntity]) {
      expect(JSON.stringify(await reads().find(entity))).not.toContain(token);
    }
  });

  test('is readable in the log of mails over HTTP', async () => {
    const { email, slug } = world.twin;
    await world.http.post(`${API}/auth/forgot-password`, { email, account: slug });
    const { token, id } = await mailTo(world.server, email, 'password_reset');
    expect(token).toHaveLength(43);
    const root = { token: world.superadmin.token };
    const one = await world.http.get(`${API}/admin/email/logs/${id}`, root);
    expect(one.body).toMatchObject({ recipient_email: email, status: 'sent', variables: { email } });
    const all = await world.http.get(`${API}/admin/email/logs?page_size=100`, root);
    for (const { text } of [one, all]) expect(text).not.toContain(token);
  });
});

describe('the texts of a mail', () => {
  const write = async (accountId: string, locale: string, subject: string, enabled = true): Promise<void> => {
    const texts = { subject, html_body: '<p>{{ email }}</p>', text_body: '{{ email }}' };
    const body = { template_type: 'new_login', account_id: accountId, locale, enabled, ...texts };
    const made = await world.http.post(TEMPLATES, body, { token: world.superadmin.token });
    expect([made.status, made.text]).toEqual([201, made.text]);
  };
  const subjectFor = async (accountId: string, locale?: string): Promise<string> => {
    const recipient = someone();
    const mail = { accountId, recipient, type: 'new_login', variables: { email: recipient } } as const;
    await queueMail(world.server.app, locale === undefined ? mail : { ...mail, locale });
    return (await mailTo(world.server, recipient, 'new_login')).subject;
  };

  test('are those of the account and of the recipient’s language, else of the system, else built in', async () => {
    const [acme, twin] = [world.acme.accountId, world.twin.accountId];
    await write(acme, 'de', 'acme de');
    await write(acme, 'de-CH', 'acme de-CH', false);
    await write(SYSTEM_ACCOUNT_ID, 'de-AT', 'system de-AT');
    await write(SYSTEM_ACCOUNT_ID, 'fr', 'system fr');
    expect(await subjectFor(acme, 'de-AT')).toBe('acme de');
    expect(await subjectFor(acme, 'de-CH')).toBe('acme de');
    expect(await subjectFor(acme, 'fr-CA')).toBe('system fr');
    expect(await subjectFor(twin, 'de-AT')).toBe('system de-AT');
    expect(await subjectFor(twin, 'de')).toBe('New login to SnackBase');
    expect(await subjectFor(twin, '../../../etc/passwd')).toBe('New login to SnackBase');
    expect(await subjectFor(twin)).toBe('New login to SnackBase');
  });

  test('are in the language of the account, which its admin chooses', async () => {
    const texts = { subject: 'Neues Passwort', html_body: '<p>{{ reset_url }}</p>', text_body: '{{ reset_url }}' };
    const template = { template_type: 'password_reset', locale: 'de', ...texts };
    expect((await world.http.post(TEMPLATES, template, { token: world.superadmin.token })).status).toBe(201);
    const [north, south] = [await world.register('north'), await world.register('north-twin')];
    const path = `${API}/accounts/${north.accountId}`;
    const changed = await world.http.call('PATCH', path, { token: north.token, body: { locale: 'de-AT' } });
    expect(changed).toMatchObject({ status: 200, body: { locale: 'de-AT' } });
    for (const [{ email, slug }, subject] of [
      [north, 'Neues Passwort'],
      [south, 'Reset your SnackBase password'],
    ] as const) {
      await world.http.post(`${API}/auth/forgot-password`, { email, account: slug });
      expect((await mailTo(world.server, email, 'password_reset')).subject).toBe(subject);
    }
  });

  test('M-3: are escaped where they are HTML, and what people call themselves is no link', async () => {
    const recipient = someone();
    const account_name = 'A & B <a href="//evil.example">win</a> https://evil.example/now';
    await queueMail(world.server.app, {
      accountId: world.acme.accountId,
      type: 'invitation',
      recipient,
      variables: {
        email: recipient,
        account_name,
        invited_by: 'o’neil@acme.example',
        expires_at: '2030-01-31T12:00:00.000Z',
      },
      secrets: { token: 'abc', invitation_url: 'https://app.example/accept-invitation?token=abc' },
    });
    const { text, html, subject } = await mailTo(world.server, recipient, 'invitation');
    expect(text).toContain('A & B <a');
    expect(html).toContain('A &amp; B &lt;a');
    for (const part of [text, html, subject]) expect(part).not.toContain('evil.example');
    expect(html.match(/<a /g)).toHaveLength(1);
  });
});
