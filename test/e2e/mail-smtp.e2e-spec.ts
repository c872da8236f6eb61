/** Mails on their way through a real SMTP server that works, refuses, is away, or is not what was demanded. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { newSecret } from '#domain/auth/opaque-token';
import type { AppConfig } from '#server/config/app-config';
import { changeJob, forgetJobs, hurry, jobsOf, jobWith } from '../support/jobs';
import { logWith, queueMail } from '../support/queue-mail';
import { anotherApp } from '../support/server';
import { type SmtpBehaviour, startSmtp, type TestSmtp } from '../support/smtp';
import { LOCALHOST } from '../support/tls';
import { createWorld, type World } from '../support/world';

type App = World['server']['app'];

const LOGIN = { user: 'mailer', password: 'sm7p-pässword' };
const HOST = 'localhost';

/** Takes no jobs; each test has a process of its own, with the mail server it is about. */
let world: World;
let stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, LOCALHOST.cert]);
  world = await createWorld({ SNACKBASE_JOB_WORKER_ENABLED: 'false' });
  // Those of the registrations.
  await forgetJobs(world.server.app);
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stops = [];
});
afterAll(() => world?.close());

async function smtp(behaviour: SmtpBehaviour = {}): Promise<TestSmtp> {
  const server = await startSmtp(behaviour);
  stops.push(() => server.stop());
  return server;
}

async function mailer(smtpPort: number, settings: Partial<AppConfig> = {}): Promise<App> {
  const app = await anotherApp(world.server, {
    jobWorkerEnabled: true,
    smtpHost: HOST,
    smtpPort,
    smtpUseTls: false,
    smtpFromEmail: 'service@app.example',
    smtpFromName: 'Acme, Inc. <x@y.example>',
    ...settings,
  });
  stops.push(() => app.close());
  return app;
}

let count = 0;
const someone = () => `someone-${(count += 1)}@mail.example`;

async function queue(app: App, recipient: string, secret = newSecret()): Promise<string> {
  const secrets = { token: secret, reset_url: `https://app.example/reset-password?token=${secret}` };
  await queueMail(app, { accountId: world.acme.accountId, recipient, secrets });
  return (await jobsOf(app, 'send_email'))[0]!.id;
}

const sent = ({ status }: { status: string }) => status === 'sent';

test('a mail arrives as it was meant, and the log says so', async () => {
  const server = await smtp({ login: LOGIN });
  const login = { smtpUsername: LOGIN.user, smtpPassword: LOGIN.password, smtpReplyTo: 'help@app.example' };
  const app = await mailer(server.port, login);
  const recipient = someone();
  const secret = newSecret();
  await queue(app, recipient, secret);
  const log = await logWith(app, recipient, sent);
  expect(log).toMatchObject({ provider: 'smtp', attempts: 1, errorMessage: null, sentAt: expect.stringMatching(/Z$/) });

  const [mail] = server.mails;
  expect(mail).toMatchObject({ from: 'service@app.example', recipients: [recipient], to: recipient, user: LOGIN.user });
  expect(mail!.parsed.from?.value).toEqual([{ address: 'service@app.example', name: 'Acme, Inc. <x@y.example>' }]);
  expect(mail!.parsed.replyTo?.text).toBe('help@app.example');
  expect(mail!.parsed.messageId).toBe(`<${log.id}@app.example>`);
  expect(mail!.parsed.headers.get('auto-submitted')).toBe('auto-generated');
  expect(mail!.parsed.text).toContain(`https://app.example/reset-password?token=${secret}`);
  expect(mail!.parsed.html).toContain(`href="https://app.example/reset-password?token=${secret}"`);
});

test('encryption is used where it is demanded: STARTTLS, and TLS from the first byte', async () => {
  const starttls = await smtp({ starttls: true, tls: LOCALHOST });
  const first = someone();
  const upgraded = await mailer(starttls.port, { smtpUseTls: true });
  await queue(upgraded, first);
  await logWith(upgraded, first, sent);
  expect(starttls.mails).toMatchObject([{ secure: true, recipients: [first] }]);
  await upgraded.close();
  stops.pop();

  const tls = await smtp({ tls: { ...LOCALHOST, fromTheFirstByte: true } });
  const second = someone();
  const encrypted = await mailer(tls.port, { smtpUseSsl: true });
  await queue(encrypted, second);
  await logWith(encrypted, second, sent);
  expect(tls.mails).toMatchObject([{ secure: true, recipients: [second] }]);
});

test.each<[string, SmtpBehaviour, Partial<AppConfig>, RegExp]>([
  ['offers no STARTTLS', {}, { smtpUseTls: true }, /TLS/i],
  [
    'is not who its certificate names',
    { starttls: true, tls: LOCALHOST },
    { smtpUseTls: true, smtpHost: '127.0.0.1' },
    /certificate/i,
  ],
  ['knows another password', { login: LOGIN }, { smtpUsername: LOGIN.user, smtpPassword: 'sm7p-wröng' }, /login/i],
  [
    'does not like the link',
    { refuse: ({ text }) => `spam: ${/https?:\S+/.exec(text!)![0]}` },
    {},
    /554 spam: \[secret\]/,
  ],
])('a server that %s gets nothing; the job waits, and the log tells why', async (_what, behaviour, settings, why) => {
  const server = await smtp(behaviour);
  const app = await mailer(server.port, settings);
  const recipient = someone();
  const secret = newSecret();
  const id = await queue(app, recipient, secret);
  const job = await jobWith(app, id, 'retrying');
  const log = await logWith(app, recipient, ({ attempts }) => attempts === 1);
  expect(log).toMatchObject({ status: 'pending', provider: 'smtp', sentAt: null });
  expect(log.errorMessage).toMatch(why);
  expect(job.errorMessage).toBe(log.errorMessage);
  for (const text of [secret, LOGIN.password, 'sm7p-wröng']) {
    expect(log.errorMessage).not.toContain(text);
    expect(log.errorMessage).not.toContain(Buffer.from(text).toString('base64'));
  }
  expect(server.mails).toEqual([]);
});

describe('M-4: a mail server that is away', () => {
  test('changes no answer; the mail comes when it is back', async () => {
    const gone = await startSmtp();
    await gone.stop();
    const app = await mailer(gone.port);
    const account = 'acme';
    const { email } = world.acme;
    const asked = await world.http.post('/api/v1/auth/forgot-password', { email, account });
    expect(asked.status).toBe(200);
    const failed = await logWith(
      app,
      email,
      ({ attempts, templateType }) => templateType === 'password_reset' && attempts === 1,
    );
    expect(failed).toMatchObject({ status: 'pending', errorMessage: expect.stringContaining('ECONNREFUSED') });

    const back = await smtp({ port: gone.port });
    const [job] = await jobsOf(app, 'send_email');
    await hurry(app, job!.id);
    expect(await logWith(app, email, sent)).toMatchObject({ attempts: 2, errorMessage: null });
    expect(back.mails).toHaveLength(1);
    const token = /token=([\w-]+)/.exec(back.mails[0]!.parsed.text!)![1];
    const reset = await world.http.post('/api/v1/auth/reset-password', { token, new_password: 'Another-Horse-7!' });
    expect(reset.status).toBe(200);
  });

  test('for good ends in a failure that the log tells, and keeps no secret', async () => {
    const gone = await startSmtp();
    await gone.stop();
    const app = await mailer(gone.port);
    const recipient = someone();
    const id = await queue(app, recipient);
    for (let attempt = 1; attempt < 5; attempt += 1) {
      const waiting = await jobWith(app, id, 'retrying');
      expect(Date.parse(waiting.runAt) - Date.parse(waiting.failedAt!)).toBe(120_000 * 2 ** (attempt - 1));
      await hurry(app, id);
      await logWith(app, recipient, ({ attempts }) => attempts === attempt + 1);
    }
    expect(await jobWith(app, id, 'dead')).toMatchObject({ secrets: null, attemptNumber: 5 });
    expect(await logWith(app, recipient, () => true)).toMatchObject({
      status: 'failed',
      attempts: 5,
      errorMessage: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

test('a process that dies between taking a mail and sending it leaves it to another', async () => {
  const server = await smtp();
  const recipient = someone();
  const id = await queue(world.server.app, recipient);
  await changeJob(world.server.app, id, {
    status: 'running',
    attemptNumber: 1,
    lockedUntil: new Date(Date.now() + 700).toISOString(),
  });
  const app = await mailer(server.port);
  const log = await logWith(app, recipient, sent);
  expect(log.attempts).toBe(2);
  expect(server.mails).toHaveLength(1);
});

test('two processes send each of fifty mails once', async () => {
  const server = await smtp();
  const [first] = await Promise.all([mailer(server.port), mailer(server.port)]);
  const recipients = Array.from({ length: 50 }, someone);
  await Promise.all(recipients.map((recipient) => queue(world.server.app, recipient)));
  for (const recipient of recipients) await logWith(first, recipient, sent);
  expect(server.mails.map(({ to }) => to).toSorted()).toEqual(recipients.toSorted());
});

test('C6: no header can be brought in by an address, a name or a subject', async () => {
  const server = await smtp();
  const app = await mailer(server.port, { appName: 'Acme' });
  const evil = 'x\r\nBcc: victim@mail.example\r\n\r\n<b>body</b>';
  const recipient = someone();
  await queueMail(app, {
    accountId: world.acme.accountId,
    recipient,
    type: 'invitation',
    variables: { email: evil, account_name: evil, invited_by: evil, expires_at: evil },
  });
  await logWith(app, recipient, sent);
  const [mail] = server.mails;
  expect(mail!.recipients).toEqual([recipient]);
  expect(mail!.parsed.bcc).toBeUndefined();
  expect(mail!.parsed.headers.has('bcc')).toBe(false);
  expect(mail!.parsed.html).not.toContain('<b>body</b>');

  const injected = `a@mail.example>\r\nRCPT TO:<victim@mail.example`;
  await queueMail(app, { accountId: world.acme.accountId, recipient: injected });
  await logWith(app, injected, ({ attempts, status }) => attempts > 0 || status === 'sent');
  expect(server.mails.flatMap(({ recipients }) => recipients)).not.toContain('victim@mail.example');
});
