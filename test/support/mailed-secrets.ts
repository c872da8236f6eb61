/** Secrets that the server sent by mail, made older than they are, for suites that cannot wait. */
import { UserTokenEntity } from '#server/infrastructure/database/entities/user-token.entity';
import { changeDatabase } from './insiders';
import type { World } from './world';

const LONG_AGO = '2001-01-01T00:00:00.000Z';

/** Whatever was sent was sent long ago, so that another mail may follow. */
export function forgetSending(world: World): Promise<unknown> {
  return changeDatabase(world, (manager) =>
    manager.createQueryBuilder().update(UserTokenEntity).set({ createdAt: LONG_AGO }).execute(),
  );
}

export function expireSecrets(world: World, userId: string): Promise<unknown> {
  return changeDatabase(world, (manager) => manager.update(UserTokenEntity, { userId }, { expiresAt: LONG_AGO }));
}

/** Runs `call` fifty times at once. Resolves with how many answers had each status. */
export async function fiftyAtOnce(call: () => Promise<{ readonly status: number }>): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  for (const { status } of await Promise.all(Array.from({ length: 50 }, call))) {
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return statuses;
}
