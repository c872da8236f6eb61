import { Module } from '@nestjs/common';
import { RateLimits } from '#server/common/rate-limits';
import { AppConfig } from '#server/config/app-config';
import { DatabaseOptions } from '../database/database-options';
import { BucketExchange } from './bucket-exchange.service';
import { TokenBuckets } from './token-buckets';

/** Request limits, which the auth guard asks for. */
@Module({
  providers: [
    BucketExchange,
    {
      provide: TokenBuckets,
      inject: [AppConfig, DatabaseOptions, BucketExchange],
      // Other servers may use the same PostgreSQL; a SQLite file belongs to one, though to several of its workers.
      useFactory: ({ workers }: AppConfig, { target }: DatabaseOptions, exchange: BucketExchange) =>
        new TokenBuckets(workers > 1 || target.kind === 'postgres' ? exchange.note : null),
    },
    RateLimits,
  ],
  exports: [RateLimits],
})
export class ThrottlingModule {}
