import type { Dialect } from '#sql/dialect/dialect';
import { postgres } from '#sql/dialect/postgres';
import { sqlite } from '#sql/dialect/sqlite';
import type { SqlDialect } from './sql-connection';

const DIALECTS: Readonly<Record<SqlDialect, Dialect>> = { sqlite, postgres };

/** How statements for that engine are written. */
export function dialectOf(name: SqlDialect): Dialect {
  return DIALECTS[name];
}
