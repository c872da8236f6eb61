import { Module } from '@nestjs/common';
import { RateLimits } from '#server/common/rate-limits';
import { AppConfig } from '#server/config/app-config';
import { Database } from '../database/database';
import { BucketExchange } from './bucket-exchange.service';
import { RequestQuotas } from './request-quotas.service';
import { TokenBuckets } from './token-buckets';

/** Request limits, which the auth guard asks for. */
@Module({
  providers: [
    BucketExchange,
    {
      provide: TokenBuckets,
      inject: [AppConfig, Database, BucketExchange],
      // Other servers may use the same PostgreSQL; a SQLite file belongs to one, though to several of its workers.
      useFactory: ({ workers }: AppConfig, { dialect }: Database, exchange: BucketExchange) =>
        new TokenBuckets(workers > 1 || !dialect.writersExcludeEachOther ? exchange.note : null),
    },
    RequestQuotas,
    RateLimits,
  ],
  exports: [RateLimits],
})
export class ThrottlingModule {}
