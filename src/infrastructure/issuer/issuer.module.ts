import { Global, Module } from '@nestjs/common';
import { IssuerTokens } from '#application/ports/issuer-tokens';
import { AppConfig } from '#server/config/app-config';
import { issuerOptions } from './issuer-options';
import { JwksIssuerTokens } from './jwks-issuer-tokens.service';

/** Tokens of an issuer that we trust. */
@Global()
@Module({
  providers: [
    {
      provide: IssuerTokens,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new JwksIssuerTokens(issuerOptions(config)),
    },
  ],
  exports: [IssuerTokens],
})
export class IssuerModule {}
