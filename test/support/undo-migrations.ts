import { SYSTEM_MIGRATIONS } from '#server/infrastructure/database/migrations/system-migrations';
import type { DataSource } from 'typeorm';

/** Takes the migrations back that came after `last`, the newest first; without it all. */
export async function undoMigrations(source: DataSource, last?: (typeof SYSTEM_MIGRATIONS)[number]): Promise<void> {
  const applied = (await source.query('SELECT name FROM migrations ORDER BY id')) as { name: string }[];
  const kept = last === undefined ? 0 : applied.findIndex(({ name }) => name === last.name) + 1;
  for (let left = applied.length; left > kept; left -= 1) await source.undoLastMigration();
}
