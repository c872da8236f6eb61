import { Global, Module } from '@nestjs/common';
import { AccountStore } from '#application/ports/account-store';
import { ApiKeyStore } from '#application/ports/api-key-store';
import { PasswordHasher } from '#application/ports/password-hasher';
import { PrincipalStore } from '#application/ports/principal-store';
import { RoleStore } from '#application/ports/role-store';
import { SessionStore } from '#application/ports/session-store';
import { SetupStore } from '#application/ports/setup-store';
import { TokenSigner } from '#application/ports/token-signer';
import { UserStore } from '#application/ports/user-store';
import { AppConfig } from '#server/config/app-config';
import { BcryptPasswordHasher } from '../crypto/bcrypt-password-hasher.service';
import { IdentityOptions } from '../crypto/identity-options';
import { JwtTokenSigner } from '../crypto/jwt-token-signer.service';
import { AccountStoreService } from './account.store';
import { ApiKeyStoreService } from './api-key.store';
import { PrincipalStoreService } from './principal.store';
import { RoleStoreService } from './role.store';
import { SessionStoreService } from './session.store';
import { SetupStoreService } from './setup.store';
import { UserStoreService } from './user.store';

/** The ports of identity, for every feature module. */
@Global()
@Module({
  providers: [
    {
      provide: IdentityOptions,
      inject: [AppConfig],
      useFactory: (config: AppConfig): IdentityOptions => ({
        secretKey: config.secretKey,
        accessTokenMinutes: config.accessTokenExpireMinutes,
        refreshTokenDays: config.refreshTokenExpireDays,
      }),
    },
    { provide: AccountStore, useClass: AccountStoreService },
    { provide: ApiKeyStore, useClass: ApiKeyStoreService },
    { provide: PasswordHasher, useClass: BcryptPasswordHasher },
    { provide: PrincipalStore, useClass: PrincipalStoreService },
    { provide: RoleStore, useClass: RoleStoreService },
    { provide: SessionStore, useClass: SessionStoreService },
    { provide: SetupStore, useClass: SetupStoreService },
    { provide: TokenSigner, useClass: JwtTokenSigner },
    { provide: UserStore, useClass: UserStoreService },
  ],
  exports: [
    IdentityOptions,
    AccountStore,
    ApiKeyStore,
    PasswordHasher,
    PrincipalStore,
    RoleStore,
    SessionStore,
    SetupStore,
    TokenSigner,
    UserStore,
  ],
})
export class IdentityModule {}
