import type { ClientConfig } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { postgres } from '#sql/dialect/postgres';
import { Database } from '../database';
import type { DatabaseEngine } from '../database-engine';
import type { DatabaseOptions } from '../database-options';
import { SYSTEM_ENTITIES } from '../entities/system-entities';
import { laneRules } from '../lanes/lane-rules';
import { WriteLane } from '../lanes/write-lane';
import { WriteLanes } from '../lanes/write-lanes';
import { ReadPool } from '../reads/read-pool';
import { DEFAULT_BOUNDS } from '../records/record-bounds';
import { runMigrations } from '../run-migrations';
import { clientConfig, readerConfig } from './client-config';
import { PostgresLaneConnection } from './postgres-lane-connection';
import { PostgresReader } from './postgres-reader';
import { withStartupLock } from './startup-lock';

const DEFAULT_READERS = 8;
const DEFAULT_LANES = 4;
/** Connections for entities read outside of units: logins and administration, not records. */
const ENTITY_READERS = 4;

/** The PostgreSQL database that the URL names. */
export class PostgresEngine implements DatabaseEngine {
  constructor(
    private readonly url: string,
    private readonly options: DatabaseOptions,
  ) {}

  async migrate(): Promise<void> {
    await withStartupLock(this.url, () => runMigrations(this.writerOptions(1)));
  }

  readSourceOptions(): DataSourceOptions {
    return sourceOptions({ ...readerConfig(this.url, this.options.statementTimeoutMs), max: ENTITY_READERS });
  }

  async open(readDataSource: DataSource): Promise<Database> {
    const {
      statementTimeoutMs,
      readers = DEFAULT_READERS,
      lanes = DEFAULT_LANES,
      bounds = DEFAULT_BOUNDS,
    } = this.options;
    const writer = await new DataSource(this.writerOptions(lanes)).initialize();
    const rules = laneRules(postgres, this.options.quotas, this.options.clock);
    const openReader = () => new PostgresReader(this.url, statementTimeoutMs, bounds.answer);
    const openLane = () => PostgresLaneConnection.open(writer, statementTimeoutMs);
    return new Database(
      postgres,
      new ReadPool(Array.from({ length: readers }, openReader)),
      new WriteLanes(Array.from({ length: lanes }, () => new WriteLane(openLane, rules))),
      readDataSource,
      rules.commits,
      bounds,
      () => writer.destroy(),
    );
  }

  private writerOptions(connections: number): DataSourceOptions {
    return sourceOptions({ ...clientConfig(this.url), options: '-c synchronous_commit=on', max: connections });
  }
}

/** TypeORM's options, with the driver's own passed through. */
function sourceOptions(pool: ClientConfig & { readonly max: number }): DataSourceOptions {
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
  };
}
