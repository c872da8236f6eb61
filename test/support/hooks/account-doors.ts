/** Doors of people, groups, keys and mails, with at least one row for each of their events. */
import { randomUUID } from 'node:crypto';
import { mailTo } from '../mailbox';
import { PASSWORD } from '../member';
import type { Door } from './door';
import { type DoorWorld, done, HTTP } from './door-world';

const NEXT_PASSWORD = 'Another-Horse-8';
const address = (): string => `${randomUUID()}@acme.example`;
const MAIL = { on_mailer_before_send: 1, on_mailer_after_send: 1 };

/** Makes something of these values; resolves with its path. */
const made = async (doors: DoorWorld, path: string, body: object): Promise<string> =>
  `${path}/${done(await doors.ask('POST', path, body)).body.id}`;

const login = ({ acme }: DoorWorld['world'], password: string) => {
  return { account: acme.slug, email: acme.email, password };
};

export const ACCOUNT_DOORS: readonly Door[] = [
  {
    door: 'POST /auth/login',
    what: 'a password that is right',
    status: 200,
    events: { ...HTTP, on_auth_before_login: 1, on_auth_after_login: 1 },
    prepare: async (doors) => () => doors.ask('POST', '/auth/login', login(doors.world, PASSWORD), { token: null }),
  },
  {
    door: 'POST /auth/login',
    what: 'a password that is wrong',
    status: 401,
    events: { ...HTTP, on_auth_before_login: 1 },
    prepare: async (doors) => () => doors.ask('POST', '/auth/login', login(doors.world, 'Wrong'), { token: null }),
  },
  {
    door: 'POST /auth/logout',
    what: 'a session',
    status: 200,
    events: { ...HTTP, on_auth_before_logout: 1, on_auth_after_logout: 1 },
    prepare: async (doors) => {
      const { body } = done(await doors.ask('POST', '/auth/login', login(doors.world, PASSWORD), { token: null }));
      return () => doors.ask('POST', '/auth/logout', {}, { token: body.token });
    },
  },
  {
    door: 'POST /auth/register',
    what: 'an account, until its mail is sent',
    status: 201,
    events: {
      ...HTTP,
      ...MAIL,
      on_auth_before_register: 1,
      on_auth_after_register: 1,
      'on_model_before_create of accounts': 1,
      'on_model_after_create of accounts': 1,
      'on_model_before_create of users': 1,
      'on_model_after_create of users': 1,
    },
    prepare: async (doors) => async () => {
      const email = address();
      const account = { account_name: 'Hooked', account_slug: 'hooked' };
      const answer = await doors.ask(
        'POST',
        '/auth/register',
        { email, password: PASSWORD, ...account },
        { token: null },
      );
      await mailTo(doors.world.server, email);
      return answer;
    },
  },
  {
    door: 'POST /auth/reset-password',
    what: 'a link from a mail, until the notice is sent',
    status: 200,
    events: {
      ...HTTP,
      ...MAIL,
      on_auth_before_password_reset: 1,
      on_auth_after_password_reset: 1,
      'on_model_before_update of users': 1,
      'on_model_after_update of users': 1,
    },
    prepare: async (doors) => {
      const { server, twin } = doors.world;
      await doors.ask('POST', '/auth/forgot-password', { email: twin.email, account: twin.slug }, { token: null });
      const { token } = await mailTo(server, twin.email, 'password_reset');
      return async () => {
        const body = { token, new_password: NEXT_PASSWORD };
        const answer = await doors.ask('POST', '/auth/reset-password', body, { token: null });
        await mailTo(server, twin.email, 'password_changed');
        return answer;
      };
    },
  },
  {
    door: 'POST /users',
    what: 'a user, until its mail is sent',
    status: 201,
    events: { ...HTTP, ...MAIL, 'on_model_before_create of users': 1, 'on_model_after_create of users': 1 },
    prepare: async (doors) => async () => {
      const email = address();
      const answer = await doors.ask('POST', '/users', { email, password: PASSWORD });
      await mailTo(doors.world.server, email);
      return answer;
    },
  },
  {
    door: 'POST /groups',
    what: 'a group',
    status: 201,
    events: { ...HTTP, 'on_model_before_create of groups': 1, 'on_model_after_create of groups': 1 },
    prepare: async (doors) => () => doors.ask('POST', '/groups', { name: randomUUID() }),
  },
  {
    door: 'POST /groups',
    what: 'a name that is taken, which the database finds',
    status: 409,
    events: { ...HTTP, 'on_model_before_create of groups': 1 },
    prepare: async (doors) => {
      const name = randomUUID();
      await made(doors, '/groups', { name });
      return () => doors.ask('POST', '/groups', { name });
    },
  },
  {
    door: 'DELETE /groups/{id}',
    what: 'a group',
    status: 204,
    events: { ...HTTP, 'on_model_before_delete of groups': 1, 'on_model_after_delete of groups': 1 },
    prepare: async (doors) => {
      const path = await made(doors, '/groups', { name: randomUUID() });
      return () => doors.ask('DELETE', path);
    },
  },
  {
    door: 'POST /admin/api-keys',
    what: 'a key',
    status: 201,
    events: { ...HTTP, 'on_model_before_create of api_keys': 1, 'on_model_after_create of api_keys': 1 },
    prepare: async (doors) => () => doors.ask('POST', '/admin/api-keys', { name: 'key', scopes: ['tasks:read'] }),
  },
  {
    door: 'POST /invitations',
    what: 'an invitation, until its mail is sent',
    status: 201,
    events: { ...HTTP, ...MAIL, 'on_model_before_create of invitations': 1, 'on_model_after_create of invitations': 1 },
    prepare: async (doors) => async () => {
      const email = address();
      const answer = await doors.ask('POST', '/invitations', { email });
      await mailTo(doors.world.server, email);
      return answer;
    },
  },
  {
    door: 'POST /roles',
    what: 'a role',
    status: 201,
    events: { ...HTTP, 'on_model_before_create of roles': 1, 'on_model_after_create of roles': 1 },
    prepare: async (doors) => () => doors.ask('POST', '/roles', { name: 'greeter' }, doors.operator),
  },
];
