/** Every door through which a password is set refuses the ones that are guessed first, and takes the documented ones. */
import { mailTo } from '../support/mailbox';
import type { Answer } from '../support/http';
import { API, type Member, PASSWORD } from '../support/member';
import { expectErrorBody } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const GUESSED = ['Password123!', 'Admin@123456', 'Qwertyuiop1!', 'P@ssw0rd1234', 'Aa1!Aa1!Aa1!', 'SnackBase2026!'];
/** The password that the clients' suite uses. */
const DOCUMENTED = 'TestPass123!';

let world: World;
let member: Member;
let roleId: number;
let names = 0;

beforeAll(async () => {
  world = await createWorld();
  member = await world.register('passwords');
  const { body } = await world.http.get(`${API}/roles`, { token: world.superadmin.token });
  roleId = body.items.find(({ name }: { name: string }) => name === 'user').id;
});
afterAll(() => world?.close());

function newName(): string {
  names += 1;
  return `somebody-${names}`;
}

interface Door {
  readonly name: string;
  readonly field: string;
  /** Resolves with how to set a password there. */
  readonly open: () => Promise<(password: string) => Promise<Answer>>;
}

const DOORS: readonly Door[] = [
  {
    name: 'registration',
    field: 'password',
    open: async () => (password) => {
      const name = newName();
      return world.http.post(`${API}/auth/register`, { email: `${name}@x.example`, password, account_name: name });
    },
  },
  {
    name: 'a reset by mail',
    field: 'new_password',
    open: async () => {
      const { slug: account, email } = await world.register(newName());
      await world.http.post(`${API}/auth/forgot-password`, { account, email });
      const { token } = await mailTo(world.server, email, 'password_reset');
      return (password) => world.http.post(`${API}/auth/reset-password`, { token, new_password: password });
    },
  },
  {
    name: 'a change of one’s own',
    field: 'new_password',
    open: async () => {
      const { token } = await world.register(newName());
      const path = `${API}/auth/change-password`;
      return (password) => world.http.post(path, { current_password: PASSWORD, new_password: password }, { token });
    },
  },
  {
    name: 'a user made by an operator',
    field: 'password',
    open: async () => (password) => {
      const user = { email: `${newName()}@x.example`, password, account_id: member.accountId, role_id: roleId };
      return world.http.post(`${API}/users`, user, { token: world.superadmin.token });
    },
  },
  {
    name: 'a password set by an operator',
    field: 'new_password',
    open: async () => {
      const { userId } = await world.register(newName());
      const path = `${API}/users/${userId}/password`;
      return (password) => world.http.put(path, { new_password: password }, { token: world.superadmin.token });
    },
  },
  {
    name: 'an invitation',
    field: 'password',
    open: async () => {
      const email = `${newName()}@x.example`;
      const invited = await world.http.post(`${API}/invitations`, { email }, { token: member.token });
      if (invited.status !== 201) throw new Error(invited.text);
      const { token } = await mailTo(world.server, email, 'invitation');
      return (password) => world.http.post(`${API}/invitations/${token}/accept`, { password });
    },
  },
];

describe.each(DOORS)('$name', ({ field, open }) => {
  test('refuses passwords that are guessed first, without repeating them, and then takes another', async () => {
    const set = await open();
    for (const password of GUESSED) {
      const refused = await set(password);
      expect({ password, status: refused.status, details: refused.body.details }).toEqual({
        password,
        status: 422,
        details: [{ field, code: 'password_common', message: expect.stringMatching(/easy to guess/) }],
      });
      expectErrorBody(refused);
      expect(refused.text).not.toContain(password);
    }
    const taken = await set(DOCUMENTED);
    expect({ text: taken.text, isTaken: taken.status < 300 }).toMatchObject({ isTaken: true });
  });
});

describe('what is known of the owner is no password', () => {
  const refused = { status: 422, body: { details: [{ code: 'password_common' }] } };

  test('the name of the account that is registered', async () => {
    const registration = { email: 'x@company.example', account_name: 'Companyname' };
    const register = (password: string): Promise<Answer> =>
      world.http.post(`${API}/auth/register`, { ...registration, password });
    expect(await register('Companyname2024!')).toMatchObject(refused);
    expect((await register('Somethingelse-2024!')).status).toBe(201);
  });

  test('the address, wherever it is set', async () => {
    const { token } = world.superadmin;
    const email = 'annabella@x.example';
    const user = { email, account_id: member.accountId, role_id: roleId };
    const guess = 'Annabella-2031!';
    expect(await world.http.post(`${API}/users`, { ...user, password: guess }, { token })).toMatchObject(refused);
    const { body } = await world.http.post(`${API}/users`, user, { token });
    const path = `${API}/users/${body.id}/password`;
    expect(await world.http.put(path, { new_password: guess }, { token })).toMatchObject(refused);
    const mail = await mailTo(world.server, email, 'password_reset');
    const reset = { token: mail.token, new_password: guess };
    expect(await world.http.post(`${API}/auth/reset-password`, reset)).toMatchObject(refused);
    const invited = await world.http.post(
      `${API}/invitations`,
      { email: 'bernadette@x.example' },
      { token: member.token },
    );
    const acceptance = `${API}/invitations/${invited.body.token}/accept`;
    expect(await world.http.post(acceptance, { password: 'Bernadette-31!' })).toMatchObject(refused);
  });
});
