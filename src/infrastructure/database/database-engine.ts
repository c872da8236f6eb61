import type { DataSource, DataSourceOptions } from 'typeorm';
import type { Database } from './database';
import type { Tell } from './run-migrations';

/** What differs between the engines when a database is opened, in the order in which it happens. */
export interface DatabaseEngine {
  /** Creates or updates the system tables while no other process does, and lets go of the database again. */
  migrate(tell: Tell): Promise<void>;
  /** TypeORM over read-only connections: how entities are read outside of units. */
  readSourceOptions(): DataSourceOptions;
  /** The readers and the write lanes. On failure none of them is left open. */
  open(readDataSource: DataSource): Promise<Database>;
}
