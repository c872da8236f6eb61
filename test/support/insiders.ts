import { systemContext } from '#domain/kernel/request-context';
/** People and keys written straight into the database, for suites that are not about how they are made. */
import { TokenSigner } from '#application/ports/token-signer';
import { Units } from '#application/kernel/units';
import { hashSecret } from '#domain/auth/opaque-token';
import { newId, timestampOfId } from '#domain/kernel/ids';
import { ApiKeyEntity } from '#server/infrastructure/database/entities/api-key.entity';
import { UserEntity } from '#server/infrastructure/database/entities/user.entity';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import type { EntityManager } from 'typeorm';
import { login, type Member } from './member';
import type { World } from './world';
import { TEST_ACT } from './unit';

const USER_ROLE_ID = 2;

export function changeDatabase<T>(world: World, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  const units = world.server.app.get(Units, { strict: false });
  return units.run(systemContext('test', world.superadmin.accountId), TEST_ACT, (tx) => work(managerOf(tx)));
}

/** A verified user of the owner's account, with the owner's password; by default without rights, logged in. */
export async function addUser(world: World, owner: Member, email: string, more: object = {}): Promise<Member> {
  await changeDatabase(world, async (manager) => {
    const row = await manager.findOneByOrFail(UserEntity, { id: owner.userId });
    const own = { id: newId(), email, emailKey: email.toLowerCase(), roleId: USER_ROLE_ID, ...more };
    await manager.insert(UserEntity, Object.assign(row, own));
  });
  return login(world.http, owner.slug, email);
}

/** An API key with all its owner's rights. */
export async function addApiKey(world: World, { accountId, userId }: Member): Promise<string> {
  const id = newId();
  const key = world.server.app.get(TokenSigner, { strict: false }).signApiKey(id);
  const createdAt = timestampOfId(id);
  const row = { id, accountId, userId, name: 'test', last4: key.slice(-4), keyHash: hashSecret(key) };
  await changeDatabase(world, (manager) => manager.insert(ApiKeyEntity, { ...row, createdAt, updatedAt: createdAt }));
  return key;
}
