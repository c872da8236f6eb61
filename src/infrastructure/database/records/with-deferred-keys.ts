import type { SqlConnection } from '../sql-connection';

/**
 * Deletes rows that refer to each other statement by statement: the foreign keys hold again when the last one is gone.
 */
export async function withDeferredKeys(sql: SqlConnection, work: () => Promise<void>): Promise<void> {
  const { begin, end, outlivesRollback } = sql.dialect.deferral;
  await sql.all(begin);
  try {
    await work();
  } catch (error) {
    if (outlivesRollback) await sql.all(end);
    throw error;
  }
  await sql.all(end);
}
