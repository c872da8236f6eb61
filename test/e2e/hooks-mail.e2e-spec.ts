/** Hooks around mails: what they change, what they refuse, and that they fire for what was really handed over. */
import { newSecret } from '#domain/auth/opaque-token';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookHandler } from '#domain/hooks/hook';
import { readdir } from 'node:fs/promises';
import { eventually } from '../support/eventually';
import { FiredHooks } from '../support/fired-hooks';
import { jobsOf, jobWith } from '../support/jobs';
import { mailTo, outboxOf } from '../support/mailbox';
import { API } from '../support/member';
import { logWith, queueMail } from '../support/queue-mail';
import { anotherApp } from '../support/server';
import { createWorld, type World } from '../support/world';

const SEND_EMAIL = 'send_email';

let world: World;
let fired: FiredHooks;
let accountId: string;
const registered: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  ({ accountId } = world.acme);
  const isSent = async (): Promise<boolean> =>
    (await jobsOf(world.server.app, SEND_EMAIL)).every(({ status }) => status === 'completed');
  await eventually(isSent, () => 'the mails of the registrations are not sent');
  fired = new FiredHooks(world.server.app, (name) => !name.endsWith('_request'));
});
afterEach(async () => {
  for (const id of registered.splice(0)) bus().unregister(id);
  await fired.take();
});
afterAll(() => world?.close());

const bus = () => world.server.app.get(HookBus, { strict: false });
const beforeSend = (handler: HookHandler<'on_mailer_before_send'>) =>
  void registered.push(bus().register('on_mailer_before_send', handler));
const mailIn = async (id: string) => (await readdir(outboxOf(world.server))).filter((file) => file.startsWith(id));

async function endedJob(recipient: string) {
  const app = world.server.app;
  const log = await logWith(app, recipient, ({ attempts }) => attempts === 1);
  const job = (await jobsOf(app, SEND_EMAIL)).find(({ payload }) => payload.includes(log.id))!;
  return { log, job: await jobWith(app, job.id, 'completed', 'retrying', 'dead') };
}

test('both events fire once for a mail, in the name of its job and account', async () => {
  const recipient = 'plain@mail.example';
  await queueMail(world.server.app, { accountId, recipient, secrets: { reset_url: 'https://app.example/?token=t' } });
  const mail = await mailTo(world.server, recipient);
  const all = await fired.take();
  expect(all.map(({ name }) => name)).toEqual(['on_mailer_before_send', 'on_mailer_after_send']);
  const [job] = await jobsOf(world.server.app, SEND_EMAIL);
  for (const { payload, ctx } of all) {
    expect(Object.keys(payload).toSorted()).toEqual(['accountId', 'html', 'subject', 'text', 'to', 'type']);
    expect(payload).toMatchObject({ type: 'password_reset', accountId, to: recipient, subject: mail.subject });
    expect(payload['text']).toContain('https://app.example/?token=t');
    expect(ctx).toMatchObject({ actor: { kind: 'system', name: SEND_EMAIL }, accountId, requestId: job!.id });
  }
});

test('so they do for a mail that a request causes', async () => {
  const answer = await world.http.post(`${API}/auth/forgot-password`, { email: world.acme.email, account: 'acme' });
  expect(answer.status).toBe(200);
  const seen: string[] = [];
  const areBoth = async (): Promise<boolean> => {
    for (const { name, payload } of await fired.take()) {
      if (name.startsWith('on_mailer_')) seen.push(`${name} ${String(payload['type'])} ${String(payload['to'])}`);
    }
    return seen.length >= 2;
  };
  await eventually(areBoth, () => `fired: ${seen.join(', ')}`);
  const { email } = world.acme;
  expect(seen).toEqual([
    `on_mailer_before_send password_reset ${email}`,
    `on_mailer_after_send password_reset ${email}`,
  ]);
});

test('a before-hook changes recipient, subject and texts', async () => {
  const changed = { to: 'other@mail.example', subject: 'One\r\nBcc: two', html: '<p>hello</p>', text: 'hello' };
  beforeSend(async (event, next) => {
    Object.assign(event, changed);
    await next();
  });
  await queueMail(world.server.app, { accountId, recipient: 'changed@mail.example' });
  const mail = await mailTo(world.server, 'changed@mail.example');
  expect(mail).toMatchObject({ subject: 'One Bcc: two', text: expect.stringMatching(/^hello\s*$/) });
  expect(mail.html).toContain('<p>hello</p>');
  const all = await fired.take();
  const sent = { ...changed, subject: 'One Bcc: two', type: 'password_reset', accountId };
  expect(all.find(({ name }) => name === 'on_mailer_after_send')!.payload).toEqual(sent);
});

test('a before-hook that aborts keeps the mail from being sent, once and for all', async () => {
  const token = newSecret();
  const recipient = 'refused@mail.example';
  beforeSend((event) => event.abort(400, `Nothing to this address: ${event.text}`));
  await queueMail(world.server.app, {
    accountId,
    recipient,
    secrets: { token, reset_url: `https://app.example/?token=${token}` },
  });
  const { log, job } = await endedJob(recipient);
  expect(log).toMatchObject({ status: 'failed', attempts: 1, sentAt: null });
  expect(log.errorMessage).toContain('Nothing to this address');
  expect(log.errorMessage).not.toContain(token);
  expect(job).toMatchObject({ status: 'completed', attemptNumber: 1, secrets: null, errorMessage: log.errorMessage });
  expect(await mailIn(log.id)).toEqual([]);
  expect(await fired.take()).toEqual([]);
});

const SPOILT: readonly [name: string, spoil: HookHandler<'on_mailer_before_send'>, reason: string][] = [
  ['a recipient that is no address', (event) => void (event.to = 'a@b.example\r\nBcc: c@d.example'), 'the recipient'],
  ['two recipients', (event) => void (event.to = 'a@b.example, c@d.example'), 'the recipient'],
  ['a subject that is no text', (event) => void (event.subject = 5 as never), 'An unexpected error occurred'],
  ['a text of 10 MB', (event) => void (event.text = 'x'.repeat(10_000_000)), 'the text'],
  ['no HTML', (event) => void (event.html = undefined as never), 'An unexpected error occurred'],
  ['an error', () => Promise.reject(new Error('secret internals')), 'An unexpected error occurred'],
];

test.each(SPOILT)('a before-hook that leaves %s makes the attempt fail', async (name, spoil, reason) => {
  const recipient = `${name.replaceAll(/\W/g, '-')}@mail.example`;
  beforeSend(spoil);
  await queueMail(world.server.app, { accountId, recipient });
  const { log, job } = await endedJob(recipient);
  expect(log).toMatchObject({ status: 'pending', errorMessage: expect.stringContaining(reason) });
  expect(log.errorMessage).not.toContain('internals');
  expect(job.status).toBe('retrying');
  expect(await mailIn(log.id)).toEqual([]);
  expect((await fired.take()).map((each) => each.name)).not.toContain('on_mailer_after_send');
});

test('a mail that nobody took fires the before-event alone', async () => {
  const quiet = await createWorld({ SNACKBASE_JOB_WORKER_ENABLED: 'false' });
  try {
    const app = await anotherApp(quiet.server, { jobWorkerEnabled: true, environment: 'production' });
    const told = new FiredHooks(app, (name) => name.startsWith('on_mailer_'));
    const recipient = 'nowhere@mail.example';
    try {
      await queueMail(app, { accountId: quiet.acme.accountId, recipient });
      await logWith(app, recipient, ({ attempts }) => attempts === 1);
      const ofIt = (await told.take()).filter(({ payload }) => payload['to'] === recipient);
      expect(ofIt.map(({ name }) => name)).toEqual(['on_mailer_before_send']);
    } finally {
      await app.close();
    }
  } finally {
    await quiet.close();
  }
});
