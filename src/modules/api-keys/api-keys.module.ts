import { Module } from '@nestjs/common';
import { ApiKeyLimits } from '#application/api-keys/api-key-limits';
import { ApiKeys } from '#application/api-keys/api-keys';
import { ApiKeyStore } from '#application/ports/api-key-store';
import { Catalogs } from '#application/ports/catalogs';
import { TokenSigner } from '#application/ports/token-signer';
import { Units } from '#application/kernel/units';
import { Users } from '#application/ports/users';
import { Clock } from '#domain/kernel/clock';
import { provide } from '#server/common/provide';
import { AppConfig } from '#server/config/app-config';
import { ApiKeysController } from './api-keys.controller';

@Module({
  controllers: [ApiKeysController],
  providers: [
    {
      provide: ApiKeyLimits,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new ApiKeyLimits(config.apiKeyMaxPerUser, config.apiKeyDefaultExpirationDays),
    },
    provide(ApiKeys, [ApiKeyStore, Users, Catalogs, TokenSigner, Units, ApiKeyLimits, Clock]),
  ],
})
export class ApiKeysModule {}
