import type { EntityManager, EntityTarget, FindOptionsWhere } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';

/**
 * Inserts the row unless a unique value of it is taken; false then. A violation that is raised would end PostgreSQL's
 * transaction, this leaves the unit able to go on.
 */
export async function insertIfFree<E extends { id: string }>(
  manager: EntityManager,
  target: EntityTarget<E>,
  row: QueryDeepPartialEntity<E> & { id: string },
): Promise<boolean> {
  await manager.createQueryBuilder().insert().into(target).values(row).orIgnore().updateEntity(false).execute();
  return manager.existsBy(target, { id: row.id } as FindOptionsWhere<E>);
}
