import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { Clock, systemClock } from '#domain/kernel/clock';
import { DefaultQuotas } from '#application/kernel/accounts/default-quotas';
import type { Quotas } from '#domain/accounts/quotas';
import { DatabaseOptions } from '../infrastructure/database/database-options';
import { AppConfig } from './app-config';
import { parseDatabaseUrl } from './database-url';

/** Makes one AppConfig, loaded and checked before the application was, injectable everywhere by its class. */
@Module({})
export class SettingsModule {
  static for(config: AppConfig): DynamicModule {
    const settings = registerAs('server', () => config);
    return {
      module: SettingsModule,
      global: true,
      // The environment was read and every problem in it reported by load-config.ts; it is not read a second time here.
      imports: [ConfigModule.forRoot({ ignoreEnvFile: true, ignoreEnvVars: true, load: [settings] })],
      providers: [
        { provide: Clock, useValue: systemClock },
        { provide: AppConfig, useExisting: settings.KEY },
        { provide: DefaultQuotas, useValue: new DefaultQuotas(quotasOf(config)) },
        { provide: DatabaseOptions, useValue: databaseOptions(config) },
      ],
      exports: [AppConfig, Clock, DatabaseOptions, DefaultQuotas],
    };
  }
}

function databaseOptions(config: AppConfig): DatabaseOptions {
  return {
    target: parseDatabaseUrl(config.databaseUrl),
    statementTimeoutMs: config.statementTimeoutMs,
    readers: config.dbPoolSize === 0 ? undefined : config.dbPoolSize,
    bounds: { record: config.maxRecordSize, answer: config.maxAnswerSize, rows: config.maxWriteRows },
    quotas: quotasOf(config),
    encryptionKeys: encryptionKeysOf(config),
  };
}

function encryptionKeysOf({ encryptionKey, encryptionKeyPrevious }: AppConfig): readonly string[] {
  return encryptionKey === undefined ? [] : [encryptionKey, ...encryptionKeyPrevious];
}

function quotasOf({ quotaStorage, quotaRecords, quotaRequestsPerMinute }: AppConfig): Quotas {
  return { storage: quotaStorage, records: quotaRecords, requests: quotaRequestsPerMinute };
}
