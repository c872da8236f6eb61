import type { DatabaseTarget } from '#server/config/database-url';
import { SYSTEM_MIGRATIONS } from '#server/infrastructure/database/migrations/system-migrations';
import { DataSource } from 'typeorm';

/** A connection that knows the migrations, for suites that take some of them back; `last`: none that came after it. */
export function migrationSource(target: DatabaseTarget, last = SYSTEM_MIGRATIONS.at(-1)!): Promise<DataSource> {
  const migrations = SYSTEM_MIGRATIONS.slice(0, SYSTEM_MIGRATIONS.indexOf(last) + 1);
  return new DataSource(
    target.kind === 'sqlite'
      ? { type: 'sqlite', database: target.file, migrations }
      : { type: 'postgres', url: target.url, migrations },
  ).initialize();
}
