/** Users as admins make, read, change and switch them off: who may, what is taken, what is refused. */
import { credentials, logIn } from '../support/guessing';
import { addUser } from '../support/insiders';
import { hashTogether } from '../support/held-hashes';
import type { Answer } from '../support/http';
import { mailTo, noMailTo } from '../support/mailbox';
import { API, login, type Member, PASSWORD } from '../support/member';
import { expectErrorBody, runScenarios, type Scenario } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const USERS = `${API}/users`;
const NEW_PASSWORD = 'Better-Horse-88';
const GONE = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000';

let world: World;
let plain: Member;
let target: Member;
beforeAll(async () => {
  world = await createWorld();
  plain = await addUser(world, world.acme, 'plain@acme.example');
  target = await addUser(world, world.acme, 'target@acme.example');
});
afterAll(() => world?.close());

const create = (body: unknown, as: Member = world.acme): Promise<Answer> =>
  world.http.post(USERS, body, { token: as.token });
const patch = (id: string, body: unknown, as: Member = world.acme): Promise<Answer> =>
  world.http.patch(`${USERS}/${id}`, body, { token: as.token });
const read = async (id: string) => (await world.http.get(`${USERS}/${id}`, { token: world.superadmin.token })).body;

describe('every door', () => {
  const doors: readonly (Pick<Scenario, 'method' | 'body'> & { path: string })[] = [
    { method: 'GET', path: '' },
    { method: 'PATCH', path: '', body: { role: 'admin' } },
    { method: 'DELETE', path: '' },
    { method: 'PUT', path: '/password', body: { new_password: NEW_PASSWORD } },
    { method: 'POST', path: '/password', body: { send_reset_link: true } },
    { method: 'POST', path: '/verify', body: {} },
    { method: 'POST', path: '/resend-verification', body: {} },
  ];
  runScenarios(
    () => world,
    doors.flatMap(({ path, ...door }) => {
      const name = `${door.method} ${path}`;
      const at = (id: (w: World) => string) => (w: World) => `${USERS}/${id(w)}${path}`;
      const own = at(() => target.userId);
      return [
        { ...door, name: `${name} without a token`, path: own, status: 401 },
        { ...door, name: `${name} as a user`, path: own, as: () => plain, status: 403 },
        {
          ...door,
          name: `${name} of the own account as a user`,
          path: at(() => plain.userId),
          as: () => plain,
          status: 403,
        },
        {
          ...door,
          name: `${name} of another account`,
          path: at((w) => w.twin.userId),
          as: (w: World) => w.acme,
          status: 404,
        },
        {
          ...door,
          name: `${name} of a superadmin`,
          path: at((w) => w.superadmin.userId),
          as: (w: World) => w.acme,
          status: 404,
        },
        { ...door, name: `${name} of nobody`, path: at(() => GONE), as: (w: World) => w.acme, status: 404 },
        {
          ...door,
          name: `${name} of no id`,
          path: at(() => '000000000000000000000000'),
          as: (w: World) => w.acme,
          status: 404,
        },
        { ...door, name: `${name} of a quote`, path: at(() => "x'--%00"), as: (w: World) => w.superadmin, status: 404 },
      ];
    }),
  );
  runScenarios(
    () => world,
    [
      { name: 'list without a token', method: 'GET', path: USERS, status: 401 },
      { name: 'list as a user', as: () => plain, method: 'GET', path: USERS, status: 403 },
      { name: 'create without a token', method: 'POST', path: USERS, body: { email: 'a@b.example' }, status: 401 },
      {
        name: 'create as a user',
        as: () => plain,
        method: 'POST',
        path: USERS,
        body: { email: 'a@b.example' },
        status: 403,
      },
    ],
  );

  test('missing and foreign users get the same answer, and stay as they were', async () => {
    const answers = await Promise.all([world.twin.userId, GONE, 'x'].map((id) => patch(id, { is_active: false })));
    expect(new Set(answers.map(({ body }) => `${body.error} ${body.detail}`))).toEqual(
      new Set(['USER_NOT_FOUND User not found']),
    );
    expect(await read(world.twin.userId)).toMatchObject({ is_active: true, role: 'admin' });
    expect(await read(target.userId)).toMatchObject({ is_active: true, role: 'user' });
  });
});

describe('U-3 an account’s admin', () => {
  test('makes a user, who proves the address and comes in', async () => {
    const made = await create({
      email: ' New@Acme.example ',
      password: PASSWORD,
      role_id: '1',
      first_name: ' Nora ',
      last_name: '',
      avatar_url: 'https://img.example/n.png',
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      email: 'New@Acme.example',
      account_id: world.acme.accountId,
      role: 'admin',
      role_id: 1,
      is_active: true,
      email_verified: false,
      email_verified_at: null,
      first_name: 'Nora',
      last_name: null,
      avatar_url: 'https://img.example/n.png',
      last_login: null,
    });
    expect(JSON.stringify(Object.keys(made.body))).not.toContain('password');

    const attempt = { account: 'acme', email: 'new@acme.example', password: PASSWORD };
    expect((await world.http.post(`${API}/auth/login`, attempt)).body.detail).toContain('verified');
    const { token } = await mailTo(world.server, 'New@Acme.example', 'email_verification');
    expect((await world.http.post(`${API}/auth/verify-email`, { token })).status).toBe(200);
    expect((await world.http.post(`${API}/auth/login`, attempt)).status).toBe(200);
  });

  test('U-1 makes a user without a password, who sets one through a mail', async () => {
    const made = await create({ email: 'no-password@acme.example', role: 'user' });
    expect(made).toMatchObject({ status: 201, body: { role: 'user', email_verified: false } });
    const { token } = await mailTo(world.server, 'no-password@acme.example', 'password_reset');
    const reset = await world.http.post(`${API}/auth/reset-password`, { token, new_password: NEW_PASSWORD });
    expect(reset.status).toBe(200);
    await login(world.http, 'acme', 'no-password@acme.example', NEW_PASSWORD);
  });

  test('makes a user who is switched off, to whom no mail is sent', async () => {
    const made = await create({ email: 'later@acme.example', password: PASSWORD, is_active: false });
    expect(made).toMatchObject({ status: 201, body: { is_active: false, role: 'user' } });
    await noMailTo(world.server, 'later@acme.example');
  });

  test('may name the own account by id, code or slug', async () => {
    for (const [index, account_id] of [world.acme.accountId, world.acme.accountCode, 'ACME'].entries()) {
      const made = await create({ email: `own-${index}@acme.example`, password: PASSWORD, account_id });
      expect(made).toMatchObject({ status: 201, body: { account_id: world.acme.accountId } });
    }
  });

  test('changes what is given and leaves the rest', async () => {
    const { id } = (await create({ email: 'change@acme.example', password: PASSWORD, first_name: 'Chang' })).body;
    const changed = await patch(id, { last_name: 'E', role: 'ADMIN', email: null, is_active: null, avatar_url: null });
    expect(changed).toMatchObject({ status: 200, body: { id, first_name: 'Chang', last_name: 'E', role: 'admin' } });
    expect((await patch(id, { first_name: '' })).body).toMatchObject({ first_name: null, last_name: 'E' });
    expect((await patch(id, {})).body).toMatchObject({ role: 'admin', email: 'change@acme.example' });
    expect(await read(id)).toMatchObject({ first_name: null, last_name: 'E', role: 'admin', is_active: true });
  });

  test('deletes a user, who stays in the list, and brings the user back', async () => {
    const { id } = (await create({ email: 'off@acme.example', password: PASSWORD })).body;
    for (let index = 0; index < 2; index += 1) {
      const deleted = await world.http.delete(`${USERS}/${id}`, { token: world.acme.token });
      expect(deleted).toMatchObject({ status: 204, text: '' });
    }
    expect(await read(id)).toMatchObject({ is_active: false });
    expect((await patch(id, { is_active: true })).body).toMatchObject({ is_active: true });
  });
});

describe('a superadmin', () => {
  test('makes a user of any account, and must say of which', async () => {
    const made = await create(
      { email: 'by-root@twin.example', password: PASSWORD, account_id: world.twin.accountId, role_id: 2 },
      world.superadmin,
    );
    expect(made).toMatchObject({ status: 201, body: { account_id: world.twin.accountId, account_name: 'acme-twin' } });
    const unnamed = await create({ email: 'x@twin.example', password: PASSWORD, role_id: 2 }, world.superadmin);
    expect(unnamed).toMatchObject({ status: 422, body: { field: 'account_id' } });
  });

  test('makes superadmins, by naming the system account', async () => {
    const email = 'second-root@snackbase.example';
    const made = await create({ email, password: PASSWORD, account_id: 'SY0000', role: 'user' }, world.superadmin);
    expect(made).toMatchObject({ status: 201, body: { account_id: world.superadmin.accountId } });
    await world.http.post(`${USERS}/${made.body.id}/verify`, {}, { token: world.superadmin.token });
    const second = await login(world.http, 'system', email);
    expect((await world.http.get(`${API}/collections`, { token: second.token })).status).toBe(200);
  });
});

describe('D7 D8 mass assignment', () => {
  test('no admin makes users of another account, least of all superadmins', async () => {
    const { accountId } = world.superadmin;
    const foreign = [accountId, 'SY0000', ' sy0000 ', 'system', 'System', world.twin.accountId, 'acme-twin'];
    for (const account_id of [...foreign, GONE, '', "x'--", 'acme\0', '\ud800']) {
      const answer = await create({ email: 'd7@acme.example', password: PASSWORD, account_id });
      expect(answer).toMatchObject({ status: 404, body: { error: 'ACCOUNT_NOT_FOUND' } });
    }
  });

  test('what a client must not choose is not taken from it', async () => {
    const forged = {
      id: GONE,
      account: 'system',
      accountId: world.superadmin.accountId,
      email_verified: true,
      email_verified_at: '2020-01-01T00:00:00.000Z',
      password_hash: 'x',
      auth_version: 99,
      auth_provider: 'platform',
      external_id: 'sub',
      groups: ['staff'],
      created_at: '2020-01-01T00:00:00.000Z',
      is_superadmin: true,
    };
    const person = { email: 'forged@acme.example', password: PASSWORD };
    const made = await create(person);
    for (const name of Object.keys(forged)) {
      const only = { [name]: forged[name as keyof typeof forged] };
      for (const refused of [await create({ ...person, ...only }), await patch(made.body.id, only)]) {
        expect([name, refused.status, refused.body.details[0].code]).toEqual([name, 422, 'unknown_key']);
      }
    }
    expect((await patch(made.body.id, { account_id: world.twin.accountId })).status).toBe(422);
    const { body } = await world.http.get(`${USERS}/${made.body.id}`, { token: world.acme.token });
    expect(body).toMatchObject({ account_id: world.acme.accountId, email_verified: false, auth_provider: 'password' });
  });
});

describe('U-5 an address', () => {
  test('is one user’s of an account, however it is written', async () => {
    const body = { email: 'Taken@acme.example', password: PASSWORD };
    const { id } = (await create(body)).body;
    for (const email of ['taken@ACME.example', 'TAKEN@acme.example']) {
      const answer = await create({ ...body, email });
      expect(answer).toMatchObject({ status: 409, body: { error: 'USER_EMAIL_TAKEN', field: 'email' } });
      expectErrorBody(answer);
      expect(await patch(target.userId, { email })).toMatchObject({ status: 409, body: { field: 'email' } });
    }
    expect(await read(target.userId)).toMatchObject({ email: target.email, email_verified: true });
    expect((await create(body, world.twin)).status).toBe(201);
    // Its own in another spelling needs no new proof.
    await world.http.post(`${USERS}/${id}/verify`, {}, { token: world.acme.token });
    expect((await patch(id, { email: 'TAKEN@acme.example' })).body).toMatchObject({
      email: 'TAKEN@acme.example',
      email_verified: true,
    });
  });

  test('given to twenty users at once is one’s', async () => {
    const answers = await hashTogether(
      world.server,
      Array.from(
        { length: 20 },
        (_, index) => () =>
          create(
            { email: `${index % 2 ? 'R' : 'r'}aced@acme.example`, is_active: false },
            index % 3 ? world.acme : undefined,
          ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)]);
  });
});

test('E1 nobody takes all the places at the slow hash: others get in meanwhile', async () => {
  const many = Array.from(
    { length: 40 },
    (_, index) => () => create({ email: `many-${index}@twin.example`, password: PASSWORD }, world.twin),
  );
  const one = async (): Promise<Answer> => logIn(world, credentials(plain));
  const [other, ...created] = await hashTogether(world.server, [one, ...many]);
  expect(other).toMatchObject({ status: 200, body: { user: { id: plain.userId } } });
  const refusals = created.filter(({ status }) => status !== 201);
  expect(refusals.length).toBeGreaterThan(0);
  for (const refusal of refusals) expect(refusal).toMatchObject({ status: 429, body: { error: 'AUTH_BUSY' } });
});

describe('bad input', () => {
  const object = { $ne: '' };
  const refused = async (answer: Answer): Promise<void> => {
    expect(answer.status).toBe(422);
    expectErrorBody(answer);
  };

  test.each([
    ['that is invalid', 'acme.example'],
    ['that is empty', ''],
    ['that is two', 'a@b.example,c@d.example'],
    ['of two lines', 'a@b.example\nBcc: c@d.example'],
    ['that is an operator object', object],
    ['that is a list', ['a@b.example']],
    ['with a member named constructor', { constructor: 'x' }],
    ['that is too long', `${'x'.repeat(320)}@b.example`],
  ])('an address %s is refused', async (_what, email) => {
    await refused(await create({ email, password: PASSWORD }));
    await refused(await patch(target.userId, { email }));
  });

  test.each([
    ['a role that is no number', { role_id: 'admin' }],
    ['a fraction of a role', { role_id: 1.5 }],
    ['a list of roles', { role_id: [1] }],
    ['true for a role', { role_id: true }],
    ['a role name that is no text', { role: object }],
    ['a state that is no boolean', { is_active: 'false' }],
    ['a name of two lines', { first_name: 'a\nb' }],
    ['a name with U+0000', { last_name: 'a\u0000' }],
    ['a name with half a character', { last_name: 'a\ud800' }],
    ['a name that is too long', { first_name: 'x'.repeat(101) }],
    ['a script for a picture', { avatar_url: 'javascript:alert(1)' }],
    ['a picture that is too long', { avatar_url: `https://x.example/${'x'.repeat(500)}` }],
  ])('%s is refused', async (_what, members) => {
    await refused(await create({ email: 'bad@acme.example', ...members }));
    await refused(await patch(target.userId, members));
  });

  test.each([
    ['weak', 'short'],
    ['empty', ''],
    ['longer than 72 bytes', `Aa1!${'x'.repeat(69)}`],
    ['no text', object],
  ])('a password that is %s is refused', async (_what, password) => {
    const answer = await create({ email: 'bad@acme.example', password });
    await refused(answer);
    expect(answer.text).not.toContain('Aa1!');
  });

  test('no address, no texts and no object are refused', async () => {
    await refused(await create({}));
    await refused(await create({ email: 'bad@acme.example', account_id: object }));
    await refused(await create([1]));
    await refused(await patch(target.userId, [1]));
  });

  test.each([
    ['by number', { role_id: 77 }],
    ['by name', { role: 'nobody' }],
    ['by two that differ', { role_id: 2, role: 'admin' }],
  ])('a role that is not there, %s, is not found', async (_what, role) => {
    const made = await create({ email: 'no-role@acme.example', password: PASSWORD, ...role });
    expect(made).toMatchObject({ status: 404, body: { error: 'ROLE_NOT_FOUND' } });
    expect((await patch(target.userId, role)).status).toBe(404);
  });

  test('nothing of it was done', async () => {
    expect(await read(target.userId)).toMatchObject({ role: 'user', email: target.email, first_name: null });
    const { body } = await world.http.get(`${USERS}?search=bad@`, { token: world.superadmin.token });
    expect(body).toMatchObject({ items: [], total: 0 });
  });
});
