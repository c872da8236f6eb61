import { DataSource, type DataSourceOptions } from 'typeorm';
import { SYSTEM_MIGRATIONS } from './migrations/system-migrations';

/** Brings the system tables up to date over a source of its own, which knows no entities. */
export async function runMigrations(options: DataSourceOptions): Promise<void> {
  const dataSource = new DataSource({ ...options, entities: [], migrations: SYSTEM_MIGRATIONS });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}
