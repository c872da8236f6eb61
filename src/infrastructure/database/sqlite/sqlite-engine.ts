import cluster from 'node:cluster';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import sqlite3 from 'sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { sqlite } from '#sql/dialect/sqlite';
import { Database } from '../database';
import type { DatabaseEngine } from '../database-engine';
import type { DatabaseOptions } from '../database-options';
import { SYSTEM_ENTITIES } from '../entities/system-entities';
import { laneRules } from '../lanes/lane-rules';
import { WriteLane } from '../lanes/write-lane';
import { WriteLanes } from '../lanes/write-lanes';
import { ReadPool } from '../reads/read-pool';
import { DEFAULT_BOUNDS } from '../records/record-bounds';
import { runMigrations, type Tell } from '../run-migrations';
import { useTemporaryFiles } from './open-sqlite';
import { restrictToOwner } from './owner-only';
import { LANE_PRAGMAS, READER_PRAGMAS, WRITER_PRAGMAS } from './pragmas';
import { sqliteDriver } from './sqlite-driver';
import { SqliteLaneConnection } from './sqlite-lane-connection';
import { SqliteReader } from './sqlite-reader';
import { requireSafeSqlite } from './sqlite-version';
import { withStartupLock } from './startup-lock';
import { StatementWatch } from './statement-watch';
import { WorkerWriterTurn } from './worker-writer-turn';

const DEFAULT_READERS = 5;
/** The folder holds the records of all tenants, so only the server's user may read it. */
const FOLDER_MODE = 0o700;

/** A database in a file, which is created where there is none. */
export class SqliteEngine implements DatabaseEngine {
  constructor(
    private readonly file: string,
    private readonly options: DatabaseOptions,
  ) {}

  async migrate(tell: Tell): Promise<void> {
    requireSafeSqlite(sqlite3.VERSION);
    await mkdir(dirname(this.file), { recursive: true, mode: FOLDER_MODE });
    await restrictToOwner(this.file);
    await withStartupLock(this.file, () => runMigrations(this.writerOptions(WRITER_PRAGMAS), tell));
  }

  readSourceOptions(): DataSourceOptions {
    return this.sourceOptions(sqlite3.OPEN_READONLY, READER_PRAGMAS);
  }

  async open(readDataSource: DataSource): Promise<Database> {
    const { bounds = DEFAULT_BOUNDS } = this.options;
    useTemporaryFiles(this.file);
    const watch = new StatementWatch(this.options.statementTimeoutMs);
    const writer = await new DataSource(this.writerOptions(LANE_PRAGMAS)).initialize();
    const readers: SqliteReader[] = [];
    try {
      for (let count = this.options.readers ?? DEFAULT_READERS; count > 0; count -= 1) {
        readers.push(await SqliteReader.open(this.file, watch, bounds.answer));
      }
      const connection = new SqliteLaneConnection(handleOf(writer), writer, watch);
      const turn = cluster.worker === undefined ? null : new WorkerWriterTurn(cluster.worker);
      const rules = laneRules(sqlite, this.options.quotas, this.options.clock);
      const lanes = new WriteLanes([new WriteLane(() => Promise.resolve(connection), rules, turn)]);
      const close = (): Promise<void> => connection.close();
      const { commits, totals } = rules;
      return new Database(sqlite, new ReadPool(readers), lanes, readDataSource, commits, totals, bounds, close);
    } catch (error) {
      for (const reader of readers) await reader.close();
      await writer.destroy();
      throw error;
    }
  }

  private writerOptions(pragmas: readonly string[]): DataSourceOptions {
    return this.sourceOptions(sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE, pragmas);
  }

  private sourceOptions(flags: number, pragmas: readonly string[]) {
    return {
      type: 'sqlite',
      database: this.file,
      driver: sqliteDriver(pragmas),
      flags,
      entities: SYSTEM_ENTITIES,
      synchronize: false,
      logging: false,
    } as const satisfies DataSourceOptions;
  }
}

/** TypeORM's types do not show the handle that its SQLite driver holds. */
function handleOf(dataSource: DataSource): sqlite3.Database {
  const driver = dataSource.driver as unknown as { readonly databaseConnection: sqlite3.Database };
  return driver.databaseConnection;
}
