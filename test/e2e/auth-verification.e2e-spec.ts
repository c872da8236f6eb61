/** Proving an address: the mail, its link, asking again, and what none of it tells. */
import { request } from 'node:http';
import { Units } from '#application/kernel/units';
import { Users } from '#application/ports/users';
import { hashSecret, newSecret } from '#domain/auth/opaque-token';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { JobEntity } from '#server/infrastructure/database/entities/job.entity';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { UserTokenEntity } from '#server/infrastructure/database/entities/user-token.entity';
import { DataSource } from 'typeorm';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { createDatabase } from '../support/database';
import { addApiKey, changeDatabase } from '../support/insiders';
import { startServerOn, type TestServer } from '../support/server';
import { mailTo, noMailTo, type ReceivedMail } from '../support/mailbox';
import { expireSecrets, fiftyAtOnce, forgetSending } from '../support/mailed-secrets';
import { ReadPool } from '#server/infrastructure/database/reads/read-pool';
import { API, PASSWORD } from '../support/member';
import { runScenarios } from '../support/scenario';
import { createWorld, type World } from '../support/world';
import { TEST_ACT } from '../support/unit';

const APP_URL = 'https://app.snackbase.example';

let world: World;
beforeAll(async () => {
  world = await createWorld({ SNACKBASE_APP_URL: APP_URL });
});
afterAll(() => world?.close());

const post = (path: string, body: object, token?: string) => world.http.post(`${API}/auth/${path}`, body, { token });
const verify = (token: unknown) => post('verify-email', { token });
const send = (body: object, token?: string) => post('send-verification', body, token);
const mail = (email: string, after?: ReceivedMail) => mailTo(world.server, email, 'email_verification', after);

async function register(slug: string, email = `new@${slug}.example`): Promise<{ id: string; email: string }> {
  const answer = await post('register', { email, password: PASSWORD, account_name: slug, account_slug: slug });
  expect(answer.status).toBe(201);
  return { id: answer.body.user.id, email };
}

async function canLogIn(slug: string, email: string): Promise<boolean> {
  const { status, text } = await post('login', { account: slug, email, password: PASSWORD });
  expect(text).toContain(status === 200 ? 'refresh_token' : 'Email not verified');
  return status === 200;
}

describe('a new user', () => {
  test('gets a mail whose link leads to the application and lets it in', async () => {
    const { id, email } = await register('linked');
    const { text, html, token } = await mail(email);
    expect(text).toContain(`${APP_URL}/verify-email?token=${token}`);
    expect(html).toContain(token);
    expect(await canLogIn('linked', email)).toBe(false);

    const answer = await verify(token);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ message: expect.any(String), user: { id, email, email_verified: true } });
    expect(await canLogIn('linked', email)).toBe(true);
    expect((await verify(token)).body.error).toBe('AUTH_VERIFICATION_TOKEN_INVALID');
  });

  test('U-1: who lost the first mail asks for another without logging in', async () => {
    const { email } = await register('lost');
    const first = await mail(email);
    await forgetSending(world);
    for (const [path, body] of [
      ['send-verification', { email }],
      ['resend-verification', { email: email.toUpperCase(), account: 'lost' }],
    ] as const) {
      await forgetSending(world);
      // A bearer beside an address is not looked at, however stale.
      expect((await post(path, body, 'stale')).status).toBe(200);
    }
    const last = await mail(email, first);
    expect((await verify(first.token)).status).toBe(400);
    expect((await verify(last.token)).status).toBe(200);
  });

  test('A-9: gets one mail a minute, however often somebody asks', async () => {
    const { email } = await register('patient');
    const first = await mail(email);
    for (let index = 0; index < 5; index += 1) await send({ email });
    await noMailTo(world.server, email, undefined, first);
    expect((await verify(first.token)).status).toBe(200);
  });

  test('A-9: an address gets three mails a minute, in however many accounts it is registered', async () => {
    const email = 'victim@elsewhere.example';
    for (let index = 0; index < 5; index += 1) await register(`bomb-${index}`, email);
    await send({ email });
    await mail(email);
    const reads = world.server.app.get(DataSource, { strict: false });
    expect(await reads.manager.countBy(UserTokenEntity, { emailKey: email })).toBe(3);
  });

  test('of several accounts with one address, each is reached', async () => {
    const email = 'both@elsewhere.example';
    const users = [await register('both-a', email), await register('both-b', email)];
    const last = await mail(email);
    await forgetSending(world);
    await send({ email });
    await mail(email, last);
    await changeDatabase(world, (manager) => manager.update(UserEntity, { id: users[0]!.id }, { emailVerified: true }));
    const newest = await mail(email);
    await forgetSending(world);
    await send({ email });
    const { token } = await mail(email, newest);
    expect((await verify(token)).body.user.id).toBe(users[1]!.id);
  });
});

describe('the secret of the mail', () => {
  test('D5: used fifty times at once works once', async () => {
    const { email } = await register('raced');
    const { token } = await mail(email);
    expect(await fiftyAtOnce(() => verify(token))).toEqual({ 200: 1, 400: 49 });
  });

  test('D5: used at once through two servers of one database works once', async () => {
    const database = await createDatabase();
    const servers: TestServer[] = [];
    try {
      for (let index = 0; index < 2; index += 1) {
        servers.push(await startServerOn(database, { SNACKBASE_JOB_WORKER_ENABLED: 'false' }));
      }
      const [first] = servers;
      const body = { email: 'new@pair.example', password: PASSWORD, account_name: 'pair' };
      const { id } = (await first!.http.post(`${API}/auth/register`, body)).body.user;
      const secret = newSecret();
      const units = first!.app.get(Units, { strict: false });
      await units.run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, (tx) =>
        managerOf(tx).update(UserTokenEntity, { userId: id }, { tokenHash: hashSecret(secret) }),
      );
      let turn = 0;
      const use = () => servers[(turn += 1) % 2]!.http.post(`${API}/auth/verify-email`, { token: secret });
      expect(await fiftyAtOnce(use)).toEqual({ 200: 1, 400: 49 });
    } finally {
      for (const server of servers) await server.stop();
      await database.drop();
    }
  });

  test('asked for twenty times at once is sent once', async () => {
    const { email } = await register('asked');
    const first = await mail(email);
    await forgetSending(world);
    await Promise.all(Array.from({ length: 20 }, () => send({ email })));
    const second = await mail(email, first);
    await noMailTo(world.server, email, undefined, second);
    expect((await verify(second.token)).status).toBe(200);
  });

  test('U-2: proves the address that it was sent to, and no other', async () => {
    const { id, email } = await register('moved');
    const { token } = await mail(email);
    const other = 'other@moved.example';
    await changeDatabase(world, (manager) => manager.update(UserEntity, { id }, { email: other, emailKey: other }));
    expect((await verify(token)).status).toBe(400);
    expect(await canLogIn('moved', other)).toBe(false);
  });

  test('ends after an hour, and with its user', async () => {
    const late = await register('late');
    const expired = await mail(late.email);
    await expireSecrets(world, late.id);
    expect((await verify(expired.token)).status).toBe(400);

    const gone = await register('gone');
    const { token } = await mail(gone.email);
    await changeDatabase(world, (manager) => manager.update(UserEntity, { id: gone.id }, { isActive: false }));
    expect((await verify(token)).status).toBe(400);
    expect((await send({ email: gone.email })).status).toBe(200);
    await noMailTo(world.server, gone.email, undefined, await mail(gone.email));
  });

  test('is of no use elsewhere', async () => {
    const { email } = await register('narrow');
    const { token } = await mail(email);
    const body = { token, new_password: 'Better-Horse-88' };
    expect((await post('reset-password', body)).status).toBe(400);
    expect((await post('confirm-email-change', { token })).status).toBe(400);
    expect((await world.http.get(`${API}/auth/verify-reset-token/${token}`)).body.valid).toBe(false);
    expect((await verify(token)).status).toBe(200);
  });

  test('is stored as a hash only', async () => {
    const { id, email } = await register('hashed');
    const { token } = await mail(email);
    const reads = world.server.app.get(DataSource, { strict: false });
    const rows = [
      await reads.manager.findBy(UserTokenEntity, { userId: id }),
      await reads.manager.find(JobEntity, { order: { id: 'DESC' }, take: 5 }),
    ];
    expect(rows[0]).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe('D9: another host that a caller names', () => {
  test.each(['Host', 'X-Forwarded-Host', 'Forwarded', 'X-Original-Host'])(
    'in %s does not get into the link',
    async (header) => {
      const slug = `host-${header.toLowerCase().replaceAll('-', '')}`;
      const { email } = await register(slug);
      const first = await mail(email);
      await forgetSending(world);
      await postWith({ [header]: header === 'Forwarded' ? 'host=evil.example' : 'evil.example' }, { email });
      const { text, html } = await mail(email, first);
      expect(text).toContain(`${APP_URL}/verify-email?token=`);
      expect(text + html).not.toContain('evil.example');
    },
  );

  /** fetch does not let a caller choose the Host header. */
  function postWith(headers: Record<string, string>, body: object): Promise<void> {
    const { hostname, port } = new URL(world.server.url);
    const path = `${API}/auth/send-verification`;
    const all = { 'content-type': 'application/json', ...headers };
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, method: 'POST', path, headers: all, agent: false }, (response) => {
        response.resume().once('end', () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`status ${response.statusCode}`));
        });
      });
      sent.once('error', reject).end(JSON.stringify(body));
    });
  }
});

describe('B9: nobody learns who is registered', () => {
  test('from the answer, nor from the work before it', async () => {
    const quiet = await createWorld({ SNACKBASE_JOB_WORKER_ENABLED: 'false' });
    try {
      const body = { email: 'unverified@known.example', password: PASSWORD, account_name: 'known' };
      await quiet.http.post(`${API}/auth/register`, body);
      const units = jest.spyOn(quiet.server.app.get(Units, { strict: false }), 'run');
      const users = quiet.server.app.get(Users, { strict: false });
      const looks = [jest.spyOn(users, 'find'), jest.spyOn(users, 'findByAddress')];
      const reads = jest.spyOn(quiet.server.app.get(ReadPool, { strict: false }), 'all');

      for (const path of ['send-verification', 'forgot-password']) {
        const seen = new Set<string>();
        for (const email of ['unverified@known.example', 'nobody@known.example', quiet.acme.email]) {
          for (const account of ['known', 'nowhere', 'acme']) {
            for (const spy of [units, ...looks, reads]) spy.mockClear();
            const { status, body: answer } = await quiet.http.post(`${API}/auth/${path}`, { email, account });
            const calls = [units, ...looks, reads].map((spy) => spy.mock.calls.length);
            seen.add(JSON.stringify({ status, answer, calls }));
          }
        }
        expect([...seen]).toEqual([expect.stringContaining('"status":200')]);
        expect([...seen][0]).toContain('"calls":[1,0,0,0]');
      }
    } finally {
      await quiet.close();
    }
  });
});

describe('the verification mail of a user who is logged in', () => {
  const known = 'AUTH_REQUIRED';

  test('goes to the user’s own address, by the session alone', async () => {
    const { email, token, userId } = await world.register('insider');
    expect((await send({}, token)).body.message).toMatch(/already/);
    await changeDatabase(world, (manager) => manager.update(UserEntity, { id: userId }, { emailVerified: false }));
    const first = await mail(email);
    await forgetSending(world);
    expect((await post('resend-verification', {}, token)).status).toBe(200);
    const { token: secret } = await mail(email, first);
    expect((await send({}, token)).body.message).toMatch(/a moment ago/);
    expect((await verify(secret)).status).toBe(200);
  });

  test('needs a session: no token, a stale one or an API key is refused', async () => {
    for (const path of ['send-verification', 'resend-verification']) {
      expect((await post(path, {})).body.error).toBe(known);
      expect((await post(path, {}, 'stale')).status).toBe(401);
      const key = await addApiKey(world, world.acme);
      expect((await post(path, {}, key)).status).toBe(403);
    }
  });
});

runScenarios(
  () => world,
  [
    { name: 'an unknown secret', body: { token: newSecret() }, status: 400 },
    { name: 'a text that is no secret', body: { token: "x'--" }, status: 400 },
    { name: 'C4: an operator object as secret', body: { token: { $ne: null } }, status: 422 },
    { name: 'C4: a list as secret', body: { token: ['x'] }, status: 422 },
    { name: 'an endless secret', body: { token: 'x'.repeat(5000) }, status: 422 },
    { name: 'no secret', body: {}, status: 422 },
  ].map((row) => ({ ...row, name: `verify-email: ${row.name}`, method: 'POST', path: `${API}/auth/verify-email` })),
);

runScenarios(
  () => world,
  [
    { name: 'C4: an operator object as address', body: { email: { $gt: '' } }, status: 422 },
    { name: 'C4: an operator object as account', body: { email: 'a@b.example', account: { $gt: '' } }, status: 422 },
    { name: 'no address at all', body: { email: 'nobody' }, status: 200 },
    { name: 'an address with a second header line', body: { email: 'a@b.example\nBcc: c@d.example' }, status: 200 },
    { name: 'an endless address', body: { email: `${'a'.repeat(400)}@b.example` }, status: 422 },
  ].map((row) => ({
    ...row,
    name: `send-verification: ${row.name}`,
    method: 'POST',
    path: `${API}/auth/send-verification`,
  })),
);
