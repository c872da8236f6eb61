/** What the database still holds of an account, for suites that delete one. */
import type { Database } from '#server/infrastructure/database/database';

/** How many rows name the account, by table, for every table that can, including those added to the schema later. */
export async function rowsOfAccount({ reads, dialect }: Database, accountId: string): Promise<Record<string, number>> {
  const text =
    dialect.name === 'sqlite'
      ? `SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'account_id'`
      : `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'account_id'`;
  const counts: Record<string, number> = {};
  for (const { name } of [...(await reads.all(text)), { name: 'accounts' }]) {
    const column = name === 'accounts' ? 'id' : 'account_id';
    const [row] = await reads.all(`SELECT COUNT(*) AS found FROM "${String(name)}" WHERE ${column} = $1`, [accountId]);
    const found = Number(row?.['found']);
    if (found > 0) counts[String(name)] = found;
  }
  return counts;
}
