import { DataSource, type DataSourceOptions } from 'typeorm';
import type { ClientConfig } from 'pg';
import { postgres } from '#sql/dialect/postgres';
import { Database } from '../database';
import type { DatabaseOptions } from '../database-options';
import { SYSTEM_ENTITIES } from '../entities/system-entities';
import { SYSTEM_MIGRATIONS } from '../migrations/system-migrations';
import { ReadDataSource } from '../reads/read-data-source';
import { ReadPool } from '../reads/read-pool';
import { laneRules } from '../lanes/lane-rules';
import { WriteLane } from '../lanes/write-lane';
import { WriteLanes } from '../lanes/write-lanes';
import { clientConfig, readerConfig } from './client-config';
import { PostgresLaneConnection } from './postgres-lane-connection';
import { PostgresReader } from './postgres-reader';
import { withStartupLock } from './startup-lock';

const DEFAULT_READERS = 8;
const DEFAULT_LANES = 4;
/** Connections for entities read outside of units: logins and administration, not records. */
const ENTITY_READERS = 4;

/** Connects to and migrates the database of the URL. */
export async function openPostgresDatabase(url: string, options: DatabaseOptions): Promise<Database> {
  const { statementTimeoutMs, readers = DEFAULT_READERS, lanes = DEFAULT_LANES } = options;
  const writer = await withStartupLock(url, () => openWriter(url, lanes));
  const readDataSource = new ReadDataSource(
    dataSourceOptions({ ...readerConfig(url, statementTimeoutMs), max: ENTITY_READERS }),
  );
  try {
    await readDataSource.initialize();
  } catch (error) {
    await writer.destroy();
    throw error;
  }
  const rules = laneRules(postgres, options.clock);
  const openLane = () => PostgresLaneConnection.open(writer, statementTimeoutMs);
  return new Database(
    'postgres',
    new ReadPool(Array.from({ length: readers }, () => new PostgresReader(url, statementTimeoutMs))),
    new WriteLanes(Array.from({ length: lanes }, () => new WriteLane(openLane, rules))),
    readDataSource,
    () => writer.destroy(),
  );
}

async function openWriter(url: string, lanes: number): Promise<DataSource> {
  const dataSource = new DataSource({
    ...dataSourceOptions({ ...clientConfig(url), options: '-c synchronous_commit=on', max: lanes }),
    migrations: SYSTEM_MIGRATIONS,
  });
  await dataSource.initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** TypeORM's options, with the driver's own passed through. */
function dataSourceOptions(pool: ClientConfig & { readonly max: number }) {
  return {
    type: 'postgres',
    url: String(pool.connectionString),
    extra: pool,
    entities: SYSTEM_ENTITIES,
    synchronize: false,
    installExtensions: false,
    logging: false,
    // A lost idle connection is replaced at the next use; there is nothing to report.
    poolErrorHandler: () => undefined,
  } as const satisfies DataSourceOptions;
}
