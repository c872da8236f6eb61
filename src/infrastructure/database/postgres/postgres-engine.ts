import type { ClientBase } from 'pg';
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
import { isLockTimeout } from '../errors/driver-error';
import { DEFAULT_BOUNDS } from '../records/record-bounds';
import { runMigrations, type Tell } from '../run-migrations';
import { beginSession } from './begin-session';
import { clientConfig } from './client-config';
import { ClientWatch } from './client-watch';
import { PatientPool } from './patient-pool';
import { PostgresLaneConnection } from './postgres-lane-connection';
import { PostgresReader } from './postgres-reader';
import { SchemaTries } from './schema-tries';
import { assertAnswers } from './server-answers';
import { laneSettings, migrationSettings, readerSettings, type SessionSettings } from './session-settings';
import { withStartupLock } from './startup-lock';
import { answerLimitOf } from './time-limits';

const DEFAULT_READERS = 8;
const DEFAULT_LANES = 4;
/** Connections for entities read outside of units: logins and administration, not records. */
const ENTITY_READERS = 4;

/** The PostgreSQL database that the URL names. */
export class PostgresEngine implements DatabaseEngine {
  private readonly watch: ClientWatch;

  constructor(
    private readonly url: string,
    private readonly options: DatabaseOptions,
  ) {
    this.watch = new ClientWatch(() => assertAnswers(url));
  }

  async migrate(tell: Tell): Promise<void> {
    try {
      await withStartupLock(this.url, () => runMigrations(this.sourceOptions(1, migrationSettings(), null), tell));
    } catch (cause) {
      throw isLockTimeout(cause)
        ? new Error('a transaction locks tables that have to change; end it and start again', { cause })
        : cause;
    }
  }

  readSourceOptions(): DataSourceOptions {
    const { statementTimeoutMs } = this.options;
    const limitMs = answerLimitOf(statementTimeoutMs);
    return {
      ...this.sourceOptions(ENTITY_READERS, readerSettings(statementTimeoutMs), limitMs),
      driver: { Pool: PatientPool },
    };
  }

  async open(readDataSource: DataSource): Promise<Database> {
    const {
      statementTimeoutMs,
      readers = DEFAULT_READERS,
      lanes = DEFAULT_LANES,
      bounds = DEFAULT_BOUNDS,
    } = this.options;
    const writer = await new DataSource(this.sourceOptions(lanes, laneSettings(), null)).initialize();
    const rules = laneRules(postgres, this.options.quotas, this.options.clock);
    const openReader = () => new PostgresReader(this.url, this.watch, statementTimeoutMs, bounds.answer);
    const openLane = () => PostgresLaneConnection.open(writer, this.watch, statementTimeoutMs);
    const reads = new ReadPool(Array.from({ length: readers }, openReader));
    const tries = new SchemaTries(reads);
    return new Database(
      postgres,
      reads,
      new WriteLanes(
        Array.from({ length: lanes }, () => new WriteLane(openLane, rules)),
        (attempt) => tries.run(attempt),
      ),
      readDataSource,
      rules.commits,
      rules.totals,
      bounds,
      () => writer.destroy(),
    );
  }

  /** TypeORM's options, with the pool's own passed through. `limitMs`: of an answer, where the server has one. */
  private sourceOptions(max: number, settings: SessionSettings, limitMs: number | null) {
    const onConnect = (client: ClientBase): Promise<void> => {
      this.watch.add(client, limitMs);
      return beginSession(client, settings);
    };
    return {
      type: 'postgres',
      url: this.url,
      extra: { ...clientConfig(this.url), max, onConnect },
      entities: SYSTEM_ENTITIES,
      synchronize: false,
      installExtensions: false,
      logging: false,
      // A lost idle connection is replaced at the next use; there is nothing to report.
      poolErrorHandler: () => undefined,
    } as const satisfies DataSourceOptions;
  }
}
