import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import sqlite3 from 'sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { sqlite } from '#sql/dialect/sqlite';
import { Database } from '../database';
import type { DatabaseOptions } from '../database-options';
import { SYSTEM_ENTITIES } from '../entities/system-entities';
import { SYSTEM_MIGRATIONS } from '../migrations/system-migrations';
import { ReadDataSource } from '../reads/read-data-source';
import { ReadPool } from '../reads/read-pool';
import { laneRules } from '../lanes/lane-rules';
import { WriteLane } from '../lanes/write-lane';
import { WriteLanes } from '../lanes/write-lanes';
import { configure } from './open-sqlite';
import { READER_PRAGMAS, WRITER_PRAGMAS } from './pragmas';
import { quietSqlite3 } from './sqlite-driver';
import { SqliteLaneConnection } from './sqlite-lane-connection';
import { SqliteReader } from './sqlite-reader';
import { requireSafeSqlite } from './sqlite-version';
import { withStartupLock } from './startup-lock';
import { StatementWatch } from './statement-watch';

const DEFAULT_READERS = 4;
/** Records of all tenants lie in the folder: nobody but the server's user looks into it. */
const FOLDER_MODE = 0o700;

/** Opens, and where needed creates and migrates, the database in the file. */
export async function openSqliteDatabase(file: string, options: DatabaseOptions): Promise<Database> {
  requireSafeSqlite(sqlite3.VERSION);
  await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
  const watch = new StatementWatch(options.statementTimeoutMs);
  const writer = await withStartupLock(file, () => openWriter(file));
  const readers: SqliteReader[] = [];
  try {
    for (let count = options.readers ?? DEFAULT_READERS; count > 0; count -= 1) {
      readers.push(await SqliteReader.open(file, watch));
    }
    const readDataSource = await openReadDataSource(file);
    const connection = new SqliteLaneConnection(handleOf(writer), writer, watch);
    const lane = new WriteLane(() => Promise.resolve(connection), laneRules(sqlite, options.clock));
    return new Database('sqlite', new ReadPool(readers), new WriteLanes([lane]), readDataSource, () =>
      connection.close(),
    );
  } catch (error) {
    for (const reader of readers) await reader.close();
    await writer.destroy();
    throw error;
  }
}

async function openWriter(file: string): Promise<DataSource> {
  const dataSource = new DataSource({ ...commonOptions(file), migrations: SYSTEM_MIGRATIONS });
  await dataSource.initialize();
  try {
    await configure(handleOf(dataSource), WRITER_PRAGMAS);
    await dataSource.runMigrations({ transaction: 'each' });
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

async function openReadDataSource(file: string): Promise<ReadDataSource> {
  const dataSource = new ReadDataSource({ ...commonOptions(file), flags: sqlite3.OPEN_READONLY });
  await dataSource.initialize();
  await configure(handleOf(dataSource), READER_PRAGMAS);
  return dataSource;
}

function commonOptions(file: string) {
  return {
    type: 'sqlite',
    database: file,
    driver: quietSqlite3,
    entities: SYSTEM_ENTITIES,
    synchronize: false,
    logging: false,
  } as const satisfies DataSourceOptions;
}

/** TypeORM's types do not tell of the handle that its SQLite driver holds. */
function handleOf(dataSource: DataSource): sqlite3.Database {
  const driver = dataSource.driver as unknown as { readonly databaseConnection: sqlite3.Database };
  return driver.databaseConnection;
}
