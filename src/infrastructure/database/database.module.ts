import { Global, Module } from '@nestjs/common';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import { Logger } from 'nestjs-pino';
import type { DataSourceOptions } from 'typeorm';
import { Commits } from '#application/kernel/commits';
import { AccountEraser } from '#application/ports/account-eraser';
import { Catalogs } from '#application/ports/catalogs';
import { CollectionStore } from '#application/ports/collection-store';
import { FieldCipher } from '#application/ports/field-cipher';
import { IdempotencyLog } from '#application/ports/idempotency-log';
import { MacroParser } from '#application/ports/macro-parser';
import { MacroStore } from '#application/ports/macro-store';
import { PlanCompiler } from '#application/ports/plan-compiler';
import { RecordStore } from '#application/ports/record-store';
import { RuleExaminer } from '#application/ports/rule-examiner';
import { SecretColumns } from '#application/ports/secret-columns';
import { TableAdmin } from '#application/ports/table-admin';
import { Transactions } from '#application/ports/transactions';
import { LibpgMacroParser } from '../macros/libpg-macro-parser.service';
import { AesFieldCipher } from '../crypto/aes-field-cipher.service';
import { Database } from './database';
import { ConnectionsModule } from './connections.module';
import { DatabaseOptions } from './database-options';
import { LaneTransactions } from './lanes/lane-transactions.service';
import { migrate, openReadSource } from './open-database';
import { ReadPool } from './reads/read-pool';
import { SqlPlanCompiler } from './records/sql-plan-compiler.service';
import { SqlAccountEraser } from './records/sql-account-eraser.service';
import { DynamicTableService } from './records/dynamic-table.service';
import { SqlRuleExaminer } from './records/sql-rule-examiner.service';
import { SqlSecretColumns } from './records/sql-secret-columns.service';
import { SqlIdempotencyLog } from './records/sql-idempotency-log.service';
import { CachedCatalogs } from './schema/cached-catalogs.service';
import { SqlMacroStore } from './schema/sql-macro.store';
import { SqlTableAdmin } from './schema/sql-table-admin.service';
import { SqlCollectionStore } from './schema/sql-collection.store';

/** The logger is missing where the module is used without the server. */
async function migratedSource(options: DatabaseOptions, logger?: Logger): Promise<TypeOrmModuleOptions> {
  return { ...(await migrate(options, (line) => logger?.log(line, 'Database'))), retryAttempts: 0 };
}

function loadCatalogs(store: CollectionStore, reads: ReadPool): Promise<CachedCatalogs> {
  return CachedCatalogs.load(store, reads);
}

/**
 * The database and the ports over it, for the whole application. Needs a global provider of DatabaseOptions. Connects and
 * migrates while the application is built, so that it never starts on a database that it cannot use. TypeORM's default
 * source reads; all writes go through the lanes.
 */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [DatabaseOptions, { token: Logger, optional: true }],
      useFactory: migratedSource,
      dataSourceFactory: (options) => openReadSource(options as DataSourceOptions),
    }),
    ConnectionsModule,
  ],
  providers: [
    { provide: Transactions, useClass: LaneTransactions },
    { provide: CollectionStore, useClass: SqlCollectionStore },
    { provide: MacroStore, useClass: SqlMacroStore },
    { provide: MacroParser, useClass: LibpgMacroParser },
    { provide: TableAdmin, useClass: SqlTableAdmin },
    {
      provide: FieldCipher,
      inject: [DatabaseOptions],
      useFactory: ({ encryptionKeys }: DatabaseOptions) => new AesFieldCipher(encryptionKeys ?? []),
    },
    { provide: PlanCompiler, useClass: SqlPlanCompiler },
    { provide: RecordStore, useClass: DynamicTableService },
    { provide: RuleExaminer, useClass: SqlRuleExaminer },
    { provide: SecretColumns, useClass: SqlSecretColumns },
    { provide: AccountEraser, useClass: SqlAccountEraser },
    { provide: IdempotencyLog, useClass: SqlIdempotencyLog },
    { provide: Catalogs, useFactory: loadCatalogs, inject: [CollectionStore, ReadPool] },
    { provide: Commits, useFactory: ({ commits }: Database) => commits, inject: [Database] },
  ],
  exports: [
    FieldCipher,
    PlanCompiler,
    Transactions,
    CollectionStore,
    MacroStore,
    MacroParser,
    TableAdmin,
    RecordStore,
    RuleExaminer,
    SecretColumns,
    AccountEraser,
    IdempotencyLog,
    Catalogs,
    Commits,
  ],
})
export class DatabaseModule {}
