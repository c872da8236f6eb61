/** Where mails go when there is no mail server, and what the server's log says of it. */
import { newSecret } from '#domain/auth/opaque-token';
import type { AppConfig } from '#server/config/app-config';
import { deleteLogs, logWith, queueMail } from '../support/queue-mail';
import { forgetJobs, jobsOf, jobWith } from '../support/jobs';
import { mailTo } from '../support/mailbox';
import { API } from '../support/member';
import { anotherApp, startServer } from '../support/server';
import { createWorld, type World } from '../support/world';

/** Takes no jobs; each test has a process of its own. */
let world: World;
const lines: string[] = [];
beforeAll(async () => {
  const first = await startServer({ SNACKBASE_LOG_LEVEL: 'info' }, (line) => void lines.push(line));
  await first.stop();
  world = await createWorld({ SNACKBASE_JOB_WORKER_ENABLED: 'false' });
  // Those of the registrations.
  await forgetJobs(world.server.app);
});
afterAll(() => world?.close());

beforeEach(() => void (lines.length = 0));

async function withMailer(
  settings: Partial<AppConfig>,
  work: (app: World['server']['app']) => Promise<void>,
): Promise<void> {
  const app = await anotherApp(world.server, { jobWorkerEnabled: true, ...settings });
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

test.each([
  ['development', true],
  ['testing', false],
] as const)('M-1: in %s the log tells of a mail in the outbox, without its link', async (environment, tellsPlace) => {
  const token = newSecret();
  const recipient = `${environment}@mail.example`;
  const texts = { subject: 'Code {{ token }}', html_body: '<p>{{ token }}</p>', text_body: '{{ reset_url }}' };
  const template = { template_type: 'password_reset', locale: environment.slice(0, 3), ...texts };
  const root = { token: world.superadmin.token };
  expect((await world.http.post(`${API}/admin/email/templates`, template, root)).status).toBe(201);
  await withMailer({ environment }, async (app) => {
    const secrets = { token, reset_url: `https://app.example/?token=${token}` };
    await queueMail(app, { accountId: world.acme.accountId, recipient, secrets, locale: template.locale });
    const mail = await mailTo(world.server, recipient);
    expect(mail).toMatchObject({ token, subject: 'Code' });
    const log = lines.join('');
    expect(log).toContain(`Mail for ${recipient}, \\"Code\\", is in the outbox`);
    expect(log.includes(`${mail.id}.txt`)).toBe(tellsPlace);
    expect(log).not.toContain(token);
  });
});

test('production without a mail server says so once at start, and in the log of each mail', async () => {
  const recipient = 'production@mail.example';
  await withMailer({ environment: 'production' }, async (app) => {
    const warnings = () => lines.filter((line) => line.includes('"warn"') && line.includes('No mail server'));
    expect(warnings()).toHaveLength(1);
    await queueMail(app, { accountId: world.acme.accountId, recipient });
    const log = await logWith(app, recipient, ({ attempts }) => attempts === 1);
    expect(log).toMatchObject({
      status: 'pending',
      provider: 'unknown',
      errorMessage: 'No mail server is configured (SNACKBASE_SMTP_HOST)',
    });
  });
  await forgetJobs(world.server.app);
});

test('a mail whose account is gone is not sent, and its job ends', async () => {
  await queueMail(world.server.app, { accountId: world.acme.accountId, recipient: 'gone@mail.example' });
  const [job] = await jobsOf(world.server.app, 'send_email');
  await deleteLogs(world.server.app, 'gone@mail.example');
  await withMailer({}, async (app) => {
    await jobWith(app, job!.id, 'completed');
    expect(lines.join('')).not.toContain('gone@mail.example');
  });
});
