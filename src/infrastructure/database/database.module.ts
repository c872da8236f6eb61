import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AccountEraser } from '#application/ports/account-eraser';
import { Catalogs } from '#application/ports/catalogs';
import { CollectionStore } from '#application/ports/collection-store';
import { IdempotencyLog } from '#application/ports/idempotency-log';
import { RecordStore } from '#application/ports/record-store';
import { TableAdmin } from '#application/ports/table-admin';
import { Transactions } from '#application/ports/transactions';
import { AccountEraserService } from './records/account-eraser.service';
import { CatalogsService } from './schema/catalogs.service';
import { CollectionTablesService } from './schema/collection-tables.service';
import { CollectionStoreService } from './schema/collection.store';
import { Database } from './database';
import { DatabaseOptions } from './database-options';
import { DynamicTableService } from './records/dynamic-table.service';
import { openDatabase } from './open-database';
import { ReadDataSource } from './reads/read-data-source';
import { ReadPool } from './reads/read-pool';
import { IdempotencyLogService } from './records/idempotency-log.service';
import { LaneTransactions } from './lanes/lane-transactions.service';
import { WriteLanes } from './lanes/write-lanes';

function loadCatalogs(store: CollectionStore, reads: ReadPool): Promise<CatalogsService> {
  return CatalogsService.load(store, reads);
}

/**
 * The database and the ports over it, for the whole application. Needs a global provider of DatabaseOptions. Connects and
 * migrates while the application is built, so that it never starts on a database that it cannot use.
 */
@Global()
@Module({
  providers: [
    { provide: Database, useFactory: openDatabase, inject: [DatabaseOptions] },
    { provide: ReadPool, useFactory: (database: Database) => database.reads, inject: [Database] },
    { provide: WriteLanes, useFactory: (database: Database) => database.lanes, inject: [Database] },
    { provide: ReadDataSource, useFactory: (database: Database) => database.readDataSource, inject: [Database] },
    { provide: Transactions, useClass: LaneTransactions },
    { provide: CollectionStore, useClass: CollectionStoreService },
    { provide: TableAdmin, useClass: CollectionTablesService },
    { provide: RecordStore, useClass: DynamicTableService },
    { provide: AccountEraser, useClass: AccountEraserService },
    { provide: IdempotencyLog, useClass: IdempotencyLogService },
    { provide: Catalogs, useFactory: loadCatalogs, inject: [CollectionStore, ReadPool] },
  ],
  exports: [
    Database,
    ReadPool,
    WriteLanes,
    ReadDataSource,
    Transactions,
    CollectionStore,
    TableAdmin,
    RecordStore,
    AccountEraser,
    IdempotencyLog,
    Catalogs,
  ],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
