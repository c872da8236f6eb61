import type { SqlConnection } from '../sql-connection';

/** Rows that refer to each other go statement by statement: the foreign keys hold again when the last one is gone. */
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
