import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IssuerStore } from '#application/ports/issuer-store';
import { IssuerTokens } from '#application/ports/issuer-tokens';
import { AppConfig } from '#server/config/app-config';
import { UserEntity } from '../database/entities/user.entity';
import { issuerOptions } from './issuer-options';
import { SqlIssuerStore } from './sql-issuer.store';
import { JwksIssuerTokens } from './jwks-issuer-tokens.service';

/** Tokens of an issuer that we trust, and the users that they stand for. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([UserEntity])],
  providers: [
    { provide: IssuerStore, useClass: SqlIssuerStore },
    {
      provide: IssuerTokens,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new JwksIssuerTokens(issuerOptions(config)),
    },
  ],
  exports: [IssuerStore, IssuerTokens],
})
export class IssuerModule {}
