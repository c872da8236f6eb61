import { Module } from '@nestjs/common';
import { ApiKeys } from '#application/api-keys/api-keys';
import { Authenticator } from '#application/auth/authenticator';
import { ApiKeyStore } from '#application/ports/api-key-store';
import { TokenSigner } from '#application/ports/token-signer';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { UserStore } from '#application/ports/user-store';
import { provide } from '#server/common/provide';
import { ApiKeysController } from './api-keys.controller';

@Module({
  controllers: [ApiKeysController],
  providers: [provide(ApiKeys, [ApiKeyStore, UserStore, TokenSigner, UnitOfWork, Authenticator])],
})
export class ApiKeysModule {}
