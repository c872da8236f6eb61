import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule, type ThrottlerModuleOptions } from '@nestjs/throttler';
import { RateLimitGuard } from '#server/common/rate-limit.guard';
import { AppConfig } from '#server/config/app-config';
import { DatabaseOptions } from '../database/database-options';
import { BucketExchange } from './bucket-exchange.service';
import { TokenBuckets } from './token-buckets';

const MINUTE_MS = 60_000;

@Module({ providers: [BucketExchange], exports: [BucketExchange] })
class ExchangeModule {}

/** Request limits. To be imported before the module of the auth guard: guards run in the order of their modules. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      imports: [ExchangeModule],
      inject: [AppConfig, DatabaseOptions, BucketExchange],
      useFactory: (
        { workers, rateLimitPerMinute }: AppConfig,
        { target }: DatabaseOptions,
        exchange: BucketExchange,
      ): ThrottlerModuleOptions => {
        // Other servers may use the same PostgreSQL; a SQLite file belongs to one, though to several of its workers.
        const isShared = workers > 1 || target.kind === 'postgres';
        return {
          throttlers: [{ ttl: MINUTE_MS, limit: rateLimitPerMinute }],
          storage: new TokenBuckets(isShared ? exchange.note : null),
        };
      },
    }),
  ],
  providers: [{ provide: APP_GUARD, useClass: RateLimitGuard }],
})
export class ThrottlingModule {}
