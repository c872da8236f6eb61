/** What hooks hold besides records: mails, requests of their own, the log; and how long they hold it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HookEvent } from '#domain/hooks/hook';
import type { DomainError } from '#domain/kernel/errors';
import { ECHOES, inHook, TestHooks, TITLE } from '../support/hooks/test-hooks';
import { mailTo } from '../support/mailbox';
import { API } from '../support/member';
import { logWith } from '../support/queue-mail';
import { createWorld, type World } from '../support/world';

const OVER = 'The time of this hook is over';
const NOTES = `${API}/records/notes`;

let world: World;
let hooks: TestHooks;
let logged: string[] = [];

beforeAll(async () => {
  const environment = { SNACKBASE_LOG_LEVEL: 'info', SNACKBASE_HOOK_TIMEOUT_MS: '2000' };
  world = await createWorld(environment, (line) => logged.push(line));
  for (const name of ['notes', ECHOES]) await world.define(name, TITLE);
  hooks = new TestHooks(world.server);
});
afterEach(() => {
  hooks.clear();
  logged = [];
});
afterAll(() => world?.close());

const post = (title: string) => world.http.post(NOTES, { title }, { token: world.acme.token });

/** The titles in all accounts. */
async function notes(): Promise<string[]> {
  const { body } = await world.http.get(NOTES, { token: world.superadmin.token });
  return body.items.map((record: { title: string }) => record.title);
}

describe('mails', () => {
  const LOGS = `${API}/admin/email/logs?template_type=hook`;

  test('are sent with the texts of the hook, and logged without them', async () => {
    const to = 'reader@mail.example';
    await inHook(world, hooks, ({ mail }) =>
      mail.send({ to, subject: 'News\r\nBcc: x@y.example', text: 'Dear reader', html: '<p>Dear <b>reader</b></p>' }),
    );
    const mail = await mailTo(world.server, to, 'hook');
    expect(mail).toMatchObject({
      type: 'hook',
      subject: 'News Bcc: x@y.example',
      text: expect.stringContaining('Dear reader'),
      html: expect.stringContaining('<b>reader</b>'),
    });
    const { body } = await world.http.get(LOGS, { token: world.superadmin.token });
    expect(body.logs).toMatchObject([
      { account_id: world.acme.accountId, recipient_email: to, status: 'sent', variables: { subject: mail.subject } },
    ]);
    expect(JSON.stringify(body)).not.toContain('Dear');
  });

  test('are plain text where the hook gives nothing else', async () => {
    const to = 'plain@mail.example';
    await inHook(world, hooks, ({ mail }) => mail.send({ to, subject: 'Plain', text: '1 < 2 {{ app_name }}' }));
    const mail = await mailTo(world.server, to, 'hook');
    expect([mail.text.trim(), mail.subject]).toEqual(['1 < 2 {{ app_name }}', 'Plain']);
  });

  test('are sent though the request is refused, because nobody waits for them', async () => {
    const to = 'warned@mail.example';
    hooks.on('on_record_before_create', 'notes', async (event) => {
      await event.mail.send({ to, subject: 'Refused', text: 'A note was refused' });
      event.abort(409, 'No');
    });
    expect((await post('a title')).status).toBe(409);
    expect(await mailTo(world.server, to, 'hook')).toMatchObject({ subject: 'Refused' });
  });

  test('about what belongs to no account are in the log of the system account', async () => {
    const to = 'operator@mail.example';
    hooks.on('on_record_before_query', 'notes', ({ mail }) => mail.send({ to, subject: 'Seen', text: 'All of it' }));
    await world.http.get(NOTES, { token: world.superadmin.token });
    const { accountId } = await logWith(world.server.app, to, ({ status }) => status === 'sent');
    expect(accountId).toBe(world.superadmin.accountId);
  });

  test.each<[string, object]>([
    ['to', { to: 'nobody' }],
    ['to', { to: ['a@b.example'] }],
    ['subject', { subject: ' ' }],
    ['subject', { subject: 'x'.repeat(201) }],
    ['text', { text: undefined }],
    ['text', { text: 'x'.repeat(100_001) }],
    ['html', { html: 7 }],
  ])('with a wrong %s are refused', async (field, wrong) => {
    const { outcome } = await inHook(world, hooks, ({ mail }) =>
      mail.send({ to: 'a@b.example', subject: 's', text: 't', ...wrong }).then(
        () => null,
        (error: DomainError) => error,
      ),
    );
    expect(outcome).toMatchObject({ code: 'EMAIL_INVALID', extras: { details: [{ field }] } });
  });
});

describe('requests of a hook', () => {
  let remote: Server;
  let url: string;
  let closed = Promise.withResolvers<void>();

  beforeAll(async () => {
    remote = createServer((request, response) => {
      response.once('close', () => closed.resolve());
      if (request.url === '/answer') response.end('an answer');
    });
    await new Promise<void>((resolve) => void remote.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(remote.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    remote.closeAllConnections();
    remote.close();
  });

  test('get their answer', async () => {
    const { outcome } = await inHook(world, hooks, async ({ http }) => (await http.fetch(`${url}/answer`)).text());
    expect(outcome).toBe('an answer');
  });

  test('end with the hook’s time', async () => {
    closed = Promise.withResolvers();
    const failures: string[] = [];
    hooks.on('on_record_before_create', 'notes', ({ http }) =>
      http.fetch(`${url}/silence`).catch((error: Error) => failures.push(error.message)),
    );
    expect(await post('never written')).toMatchObject({ status: 504, body: { error: 'HOOK_TIMEOUT' } });
    await closed.promise;
    expect(failures).toEqual([OVER]);
    expect(await notes()).not.toContain('never written');
  });

  test('end when the hook wants it', async () => {
    const { outcome } = await inHook(world, hooks, ({ http }) => {
      const signal = AbortSignal.abort(new Error('enough'));
      return http.fetch(`${url}/silence`, { signal }).then(
        () => 'answered',
        (error: Error) => error.message,
      );
    });
    expect(outcome).toBe('enough');
  });
});

test('the log has one line for each call, with the hook and the correlation id', async () => {
  const id = hooks.on('on_record_before_create', 'notes', ({ log }) => {
    log.info('counted', { notes: 3, password: 'hunter2', hook: 'another' });
    log.warn('careful');
    log.error('broken');
  });
  const correlation_id = (await post('counted')).headers.get('x-correlation-id');
  const lines = logged.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ hook }) => hook === id);
  expect(lines).toMatchObject([
    {
      level: 'info',
      correlation_id,
      message: 'counted',
      values: { notes: 3, password: '[redacted]', hook: 'another' },
    },
    { level: 'warn', correlation_id, message: 'careful' },
    { level: 'error', correlation_id, message: 'broken' },
  ]);
});

test.each<[string, number, (event: HookEvent<'on_record_before_create'>) => unknown]>([
  ['committed', 201, () => undefined],
  ['rolled_back', 409, (event) => event.abort(409, 'No')],
])('nothing of it can be used when it is settled that a request was %s', async (outcome, status, end) => {
  const told = Promise.withResolvers<unknown[]>();
  hooks.on('on_record_before_create', 'notes', (event) => {
    const { records, mail, http, log } = event;
    event.onSettled(async (settled) => {
      log.info('settled');
      const uses = [
        records.create('notes', { title: 'settled' }),
        records.asSystem().list('notes'),
        mail.send({ to: 'settled@mail.example', subject: 'Settled', text: 'Settled' }),
        http.fetch(`${world.server.url}/health`),
      ];
      told.resolve([settled, ...(await Promise.allSettled(uses))]);
    });
    end(event);
  });
  expect((await post(outcome)).status).toBe(status);
  const refused = { status: 'rejected', reason: { message: OVER } };
  expect(await told.promise).toMatchObject([outcome, refused, refused, refused, refused]);
  expect(logged.join('')).toContain('settled');
  hooks.clear();
  expect(await notes()).not.toContain('settled');
});

test('nothing of it can be used when the hook’s time is over', async () => {
  let kept: HookEvent<'on_record_before_create'> | undefined;
  hooks.on('on_record_before_create', 'notes', (event) => {
    kept = event;
    return new Promise(() => undefined);
  });
  expect((await post('never written')).status).toBe(504);
  const { records, mail, http, log } = kept!;
  const uses = [
    () => records.create('notes', { title: 'late' }),
    () => records.list('notes'),
    () => records.deleteMany('notes', []),
    () => records.asSystem().create('notes', { title: 'late' }),
    () => mail.send({ to: 'late@mail.example', subject: 'Late', text: 'Late' }),
    () => http.fetch(`${world.server.url}/health`),
  ];
  for (const use of uses) await expect(use()).rejects.toThrow(OVER);
  log.info('still here');
  expect(logged.join('')).toContain('still here');
  hooks.clear();
  expect(await notes()).not.toContain('late');
});
