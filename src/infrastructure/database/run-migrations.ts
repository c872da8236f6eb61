import { DataSource, type DataSourceOptions, MigrationExecutor } from 'typeorm';
import { requireKnownMigrations, titleOf } from './known-migrations';
import { SYSTEM_MIGRATIONS } from './migrations/system-migrations';

/** Takes one line about what is done to the database. */
export type Tell = (line: string) => void;

/**
 * Brings the system tables up to date over a source of its own, which knows no entities. Rejects, and changes nothing, where a
 * newer server changed them already.
 */
export async function runMigrations(options: DataSourceOptions, tell: Tell): Promise<void> {
  const dataSource = new DataSource({ ...options, entities: [], migrations: SYSTEM_MIGRATIONS });
  await dataSource.initialize();
  try {
    const executor = new MigrationExecutor(dataSource);
    requireKnownMigrations((await executor.getExecutedMigrations()).map(({ name }) => name));
    const pending = await executor.getPendingMigrations();
    if (pending.length === 0) return;
    tell(`Changing the database: ${pending.map(({ name }) => titleOf(name)).join(', ')}`);
    await dataSource.runMigrations({ transaction: 'each' });
    tell('The database is up to date');
  } finally {
    await dataSource.destroy();
  }
}
