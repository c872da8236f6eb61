/** What users change of themselves: name, picture, address. Never what they may do. */
import { newSecret } from '#domain/auth/opaque-token';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { addApiKey, addUser, changeDatabase } from '../support/insiders';
import { mailTo, noMailTo, type ReceivedMail } from '../support/mailbox';
import { expireSecrets, fiftyAtOnce, forgetSending } from '../support/mailed-secrets';
import { API, login, type Member, PASSWORD } from '../support/member';
import { runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const AUTH = `${API}/auth`;
const ME = `${AUTH}/me`;

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

const post = (path: string, body: object, token?: string) => world.http.post(`${AUTH}/${path}`, body, { token });
const me = (token: string) => world.http.get(ME, { token });
const patch = (body: object, token: string) => world.http.patch(ME, body, { token });
const confirm = (token: unknown) => post('confirm-email-change', { token });

async function askToMove(member: Member, new_email: string, after?: ReceivedMail): Promise<ReceivedMail> {
  await forgetSending(world);
  const answer = await post('change-email', { new_email, password: PASSWORD }, member.token);
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 200 });
  return mailTo(world.server, new_email, 'email_change', after);
}

describe('U-3: the user’s own profile', () => {
  test('is changed member by member', async () => {
    const { token } = world.acme;
    const before = (await me(token)).body;
    expect(before).toMatchObject({ first_name: null, last_name: null, avatar_url: null });
    const avatar_url = 'https://pictures.example/ann.png?size=2';
    const full = await patch({ first_name: ' Ann ', last_name: 'Öberg', avatar_url }, token);
    expect(full.status).toBe(200);
    expect(full.headers.get('cache-control')).toBe('no-store');
    expect(full.body).toMatchObject({ first_name: 'Ann', last_name: 'Öberg', avatar_url, user: { first_name: 'Ann' } });
    expect((await patch({ last_name: null, avatar_url: '' }, token)).body).toMatchObject({
      first_name: 'Ann',
      last_name: null,
      avatar_url: null,
    });
    expect((await patch({}, token)).body).toMatchObject({ first_name: 'Ann' });
    expect((await me(world.twin.token)).body.first_name).toBeNull();
  });

  test('D7: is all that can be changed there', async () => {
    const member = await addUser(world, world.acme, 'climber@acme.example');
    const { body: before } = await me(member.token);
    const forged = {
      role: 'admin',
      role_id: 1,
      account_id: world.superadmin.accountId,
      accountId: world.superadmin.accountId,
      email: 'root@acme.example',
      email_verified: false,
      is_active: false,
      password: 'Better-Horse-88',
      password_hash: 'x',
      auth_version: 99,
      groups: ['editors'],
      id: world.acme.userId,
    };
    const refused = await patch({ first_name: 'Climber', ...forged }, member.token);
    expect([refused.status, Object.keys(refused.body.errors)]).toEqual([422, Object.keys(forged)]);
    const inherited = '"constructor":{"prototype":{"role":"admin"}},"__proto__":{"role":"admin","last_name":"Proto"}';
    const raw = `{"first_name":"Climber",${inherited}}`;
    expect((await world.http.call('PATCH', ME, { token: member.token, raw })).status).toBe(422);
    expect((await me(member.token)).body).toEqual(before);
    await login(world.http, 'acme', member.email);
  });

  test('is refused to a user who is deactivated', async () => {
    const member = await addUser(world, world.acme, 'off@acme.example');
    await changeDatabase(world, (manager) =>
      manager.update(UserEntity, { id: member.userId }, { isActive: false, authVersion: () => 'auth_version + 1' }),
    );
    expect((await patch({ first_name: 'Still here' }, member.token)).status).toBe(401);
  });

  const refused = [
    ['C4: an operator object as name', { first_name: { $ne: null } }, 'first_name'],
    ['a number as name', { last_name: 5 }, 'last_name'],
    ['two lines as name', { first_name: 'Ann\nBcc: x' }, 'first_name'],
    ['an endless name', { last_name: 'x'.repeat(101) }, 'last_name'],
    ['a script as picture', { avatar_url: 'javascript:alert(1)' }, 'avatar_url'],
    ['a data URL as picture', { avatar_url: 'data:text/html,x' }, 'avatar_url'],
    ['a URL with a line break as picture', { avatar_url: 'https://a.example/\nx' }, 'avatar_url'],
    ['an endless picture', { avatar_url: `https://a.example/${'x'.repeat(500)}` }, 'avatar_url'],
    ['a list as picture', { avatar_url: ['https://a.example/'] }, 'avatar_url'],
  ] as const;

  test.each(refused)('is not changed to %s', async (_what, body, field) => {
    const answer = await patch(body, world.acme.token);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toHaveProperty(field);
  });

  test('is changed by nobody without a credential', async () => {
    expect((await world.http.patch(ME, { first_name: 'x' })).status).toBe(401);
  });
});

describe('a change of address', () => {
  test('is asked for with the password, proven by the new address, and told to the old one', async () => {
    const member = await world.register('moving');
    const old = member.email;
    const next = 'Moved@moving.example';
    const { token, text } = await askToMove(member, next);
    expect(text).toContain('/confirm-email-change?token=');
    const notice = await mailTo(world.server, old, 'email_change_notice');
    expect((await me(member.token)).body.email).toBe(old);

    const answer = await confirm(token);
    expect(answer.body).toMatchObject({ user: { id: member.userId, email: next, email_verified: true } });
    await mailTo(world.server, old, 'email_change_notice', notice);
    // The session goes on, as the user with the new address.
    expect((await me(member.token)).body.email).toBe(next);
    // U-5: in whatever case it is written.
    await login(world.http, 'moving', next.toLowerCase());
    expect((await post('login', { account: 'moving', email: old, password: PASSWORD })).status).toBe(401);
    expect((await confirm(token)).status).toBe(400);
  });

  test('D5: confirmed fifty times at once is made once', async () => {
    const { token } = await askToMove(await world.register('move-race'), 'raced@move.example');
    expect(await fiftyAtOnce(() => confirm(token))).toEqual({ 200: 1, 400: 49 });
  });

  test('U-2: ends what was sent to the old address', async () => {
    const member = await world.register('old-mail');
    await forgetSending(world);
    await post('forgot-password', { email: member.email, account: 'old-mail' });
    const reset = await mailTo(world.server, member.email, 'password_reset');
    const { token } = await askToMove(member, 'next@old-mail.example');
    expect((await confirm(token)).status).toBe(200);
    const body = { token: reset.token, new_password: 'Better-Horse-88' };
    expect((await post('reset-password', body)).status).toBe(400);
  });

  test('to an address that is taken tells only its owner, and nothing moves', async () => {
    const member = await addUser(world, world.acme, 'wants@acme.example');
    const { token } = await askToMove(member, world.acme.email.toUpperCase());
    const answer = await confirm(token);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ error: 'USER_EMAIL_TAKEN', field: 'email' });
    expect((await me(member.token)).body.email).toBe('wants@acme.example');
    // The same address in another account is another user's.
    const twin = await askToMove(world.twin, world.acme.email);
    expect((await confirm(twin.token)).status).toBe(200);
    expect((await me(world.acme.token)).body.email).toBe(world.acme.email);
  });

  test('two users who prove one address at the same time: one has it', async () => {
    const email = 'prize@acme.example';
    const [first, second] = [
      await addUser(world, world.acme, 'one@acme.example'),
      await addUser(world, world.acme, 'two@acme.example'),
    ];
    const one = await askToMove(first, email);
    const two = await askToMove(second, email, one);
    const answers = await Promise.all([confirm(one.token), confirm(two.token)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test('A-9: is no way to mail strangers: one a minute, whatever the address', async () => {
    const member = await addUser(world, world.acme, 'spammer@acme.example');
    await askToMove(member, 'first@strangers.example');
    const body = { new_email: 'second@strangers.example', password: PASSWORD };
    const answer = await post('change-email', body, member.token);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('60');
    await noMailTo(world.server, body.new_email);
  });

  test('ends after an hour, with its user, and with a change of the password', async () => {
    const member = await world.register('fleeting');
    const late = await askToMove(member, 'late@fleeting.example');
    await expireSecrets(world, member.userId);
    expect((await confirm(late.token)).status).toBe(400);

    const undone = await askToMove(member, 'undone@fleeting.example');
    const body = { current_password: PASSWORD, new_password: 'Better-Horse-88' };
    expect((await post('change-password', body, member.token)).status).toBe(200);
    expect((await confirm(undone.token)).status).toBe(400);

    const gone = await addUser(world, world.acme, 'leaver@acme.example');
    const { token } = await askToMove(gone, 'leaver@fleeting.example');
    await changeDatabase(world, (manager) => manager.update(UserEntity, { id: gone.userId }, { isActive: false }));
    expect((await confirm(token)).status).toBe(400);
  });

  test('is not asked for with an API key', async () => {
    const body = { new_email: 'key@acme.example', password: PASSWORD };
    expect((await post('change-email', body, await addApiKey(world, world.superadmin))).status).toBe(403);
    await noMailTo(world.server, body.new_email);
  });

  runScenarios(
    () => world,
    [
      { name: 'no credential', as: undefined, body: { new_email: 'a@b.example', password: PASSWORD }, status: 401 },
      { name: 'no password', body: { new_email: 'a@b.example' }, status: 422, contains: ['password'] },
      {
        name: 'a wrong password',
        body: { new_email: 'a@b.example', password: 'Wrong-Horse-77' },
        status: 422,
        contains: ['"field":"password"'],
        excludes: ['Wrong-Horse'],
      },
      { name: 'no address', body: { new_email: 'x', password: PASSWORD }, status: 422, contains: ['new_email'] },
      {
        name: 'the own address',
        body: { new_email: 'OWNER@acme.example', password: PASSWORD },
        status: 422,
        contains: ['new_email'],
      },
      { name: 'C4: an operator object', body: { new_email: { $ne: '' }, password: PASSWORD }, status: 422 },
      { name: 'C4: a list', body: { new_email: ['a@b.example'], password: PASSWORD }, status: 422 },
    ].map(
      (row) =>
        ({
          as: ({ acme }: World) => acme,
          ...row,
          name: `is refused: ${row.name}`,
          method: 'POST',
          path: `${AUTH}/change-email`,
        }) as Scenario,
    ),
  );

  runScenarios(
    () => world,
    [
      { name: 'an unknown secret', body: { token: newSecret() }, status: 400 },
      { name: 'a text that is no secret', body: { token: 'x' }, status: 400 },
      { name: 'C4: an operator object', body: { token: { $gt: '' } }, status: 422 },
      { name: 'nothing', body: {}, status: 422 },
    ].map((row) => ({
      ...row,
      name: `is not confirmed by ${row.name}`,
      method: 'POST',
      path: `${AUTH}/confirm-email-change`,
    })),
  );
});
