/** What hooks of system tables refuse, and what they are not called for. */
import { DataSource, type EntityTarget } from 'typeorm';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEventName } from '#domain/hooks/hook-events';
import { AccountEntity } from '#server/infrastructure/database/entities/account.entity';
import { ApiKeyEntity } from '#server/infrastructure/database/entities/api-key.entity';
import { GroupEntity } from '#server/infrastructure/database/entities/group.entity';
import { InvitationEntity } from '#server/infrastructure/database/entities/invitation.entity';
import { RoleEntity } from '#server/infrastructure/database/entities/role.entity';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { heardDuring, namesOf, REFUSED, refusing } from '../support/hooks/heard-during';
import { addUser } from '../support/insiders';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

/** Something that a superadmin asks for; by default it is made. */
interface Refused {
  readonly what: string;
  readonly event?: HookEventName;
  readonly entity: EntityTarget<object>;
  readonly verb?: 'PATCH' | 'DELETE';
  readonly path: string | (() => string);
  readonly body?: object;
}

let world: World;
let acme: Member;
let root: Member;

beforeAll(async () => {
  world = await createWorld();
  ({ acme, superadmin: root } = world);
});
afterAll(() => world?.close());

const heard = (work: () => Promise<unknown>) => heardDuring(world.server.app, work);
const post = (path: string, body: object, { token }: Member) => world.http.post(`${API}/${path}`, body, { token });

describe('what a hook refuses is not done:', () => {
  const rows = (entity: EntityTarget<object>): Promise<object[]> =>
    world.server.app.get(DataSource, { strict: false }).manager.find(entity, { order: { id: 'ASC' } });

  const deletion = { event: 'on_model_before_delete', entity: AccountEntity, verb: 'DELETE' } as const;
  const ACTS: readonly Refused[] = [
    { what: 'a user', entity: UserEntity, path: 'users', body: { email: 'no@acme.example', account_id: 'acme' } },
    {
      what: 'a change of oneself',
      event: 'on_model_before_update',
      entity: UserEntity,
      verb: 'PATCH',
      path: 'auth/me',
      body: { first_name: 'No' },
    },
    { what: 'an account', entity: AccountEntity, path: 'accounts', body: { name: 'None', slug: 'none-such' } },
    { what: 'the deletion of an account', ...deletion, path: () => `accounts/${acme.accountId}` },
    { what: 'a role', entity: RoleEntity, path: 'roles', body: { name: 'none' } },
    { what: 'a group', entity: GroupEntity, path: 'groups', body: { name: 'none' } },
    { what: 'an invitation', entity: InvitationEntity, path: 'invitations', body: { email: 'no@where.example' } },
    { what: 'an API key', entity: ApiKeyEntity, path: 'admin/api-keys', body: { name: 'none' } },
  ];

  test.each(ACTS)('$what', async ({ event = 'on_model_before_create', entity, verb = 'POST', path, body }) => {
    const before = await rows(entity);
    const { token } = root;
    const url = `${API}/${typeof path === 'string' ? path : path()}`;
    const refused = await refusing(world.server.app, event, () => world.http.call(verb, url, { token, body }));
    expect(refused).toMatchObject(REFUSED);
    expect(await rows(entity)).toEqual(before);
  });
});

test('what fails after its before-hooks tells no after-hook', async () => {
  const name = 'taken';
  expect((await post('groups', { name }, acme)).status).toBe(201);
  const told = await heard(async () => {
    expect((await post('groups', { name }, acme)).status).toBe(409);
  });
  expect(namesOf(told)).toEqual(['on_model_before_create']);
});

test('a caller who may not ask calls no hook', async () => {
  const member = await addUser(world, acme, 'member@acme.example');
  const told = await heard(async () => {
    for (const path of ['users', 'roles', 'groups', 'invitations', 'accounts']) {
      const { status } = await post(path, { name: 'x', email: 'x@x.example' }, member);
      expect(status).toBe(403);
    }
  });
  expect(told).toEqual([]);
});

test('a hook that changes what it is told of changes nothing, and is found out', async () => {
  const bus = world.server.app.get(HookBus, { strict: false });
  const id = bus.register('on_model_before_create', ({ data }) => void Object.assign(data!, { name: 'mine' }));
  const { status } = await post('groups', { name: 'plain' }, acme).finally(() => bus.unregister(id));
  expect(status).toBe(500);
  expect((await world.http.get(`${API}/groups`, acme)).text).not.toMatch(/plain|mine/);
});
