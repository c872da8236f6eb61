/** Who writes in random operations, and the records that stand for what the operations only point at. */
import type { Snapshot } from '../changes';
import { addUser } from '../insiders';
import type { World } from '../world';

export interface Player {
  readonly token: string | null;
  /** Where they mean to write; null: in whatever account. */
  readonly accountId: string | null;
  /** They may write into every account, and say so. */
  readonly isOperator: boolean;
}

export async function playersOf(world: World): Promise<readonly Player[]> {
  const { acme, twin, superadmin } = world;
  const member = await addUser(world, acme, 'plain@acme.example');
  const tenant = ({ token, accountId }: typeof acme): Player => ({ token, accountId, isOperator: false });
  const operator = (accountId: string | null): Player => ({ token: superadmin.token, accountId, isOperator: true });
  const everybody = [tenant(acme), tenant(acme), tenant(twin), tenant(member), tenant(member)];
  const stranger = { token: null, accountId: acme.accountId, isOperator: false };
  return [...everybody, ...everybody, operator(acme.accountId), operator(twin.accountId), operator(null), stranger];
}

/** The id of a record of the collection; now and then one of any account; null when there is none. */
export function pickId(records: Snapshot, collection: string, { accountId }: Player, pick: number): string | null {
  const isForeign = accountId === null || pick % 37 === 36;
  const ids = [...records.values()]
    .filter((record) => record.collection === collection && (isForeign || record.accountId === accountId))
    .map(({ id }) => id)
    .toSorted();
  return ids[pick % ids.length] ?? null;
}
