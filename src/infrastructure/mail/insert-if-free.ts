import type { EntityManager, EntityTarget, FindOptionsWhere } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';

/**
 * Inserts the row unless one of its unique values is taken; then it resolves with false. A raised violation would end
 * PostgreSQL's transaction, whereas this lets the unit go on.
 */
export async function insertIfFree<E extends { id: string }>(
  manager: EntityManager,
  target: EntityTarget<E>,
  row: QueryDeepPartialEntity<E> & { id: string },
): Promise<boolean> {
  await manager.createQueryBuilder().insert().into(target).values(row).orIgnore().updateEntity(false).execute();
  return manager.existsBy(target, { id: row.id } as FindOptionsWhere<E>);
}
