import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountDirectory } from '#application/ports/account-directory';
import { AccountStore } from '#application/ports/account-store';
import { ApiKeyStore } from '#application/ports/api-key-store';
import { GroupStore } from '#application/ports/group-store';
import { InvitationStore } from '#application/ports/invitation-store';
import { LoginAttemptStore } from '#application/ports/login-attempt-store';
import { OwnUserStore } from '#application/ports/own-user-store';
import { PasswordHasher } from '#application/ports/password-hasher';
import { PrincipalStore } from '#application/ports/principal-store';
import { RoleStore } from '#application/ports/role-store';
import { SessionStore } from '#application/ports/session-store';
import { SetupStore } from '#application/ports/setup-store';
import { TokenSigner } from '#application/ports/token-signer';
import { UserDirectory } from '#application/ports/user-directory';
import { UserStore } from '#application/ports/user-store';
import { UserTokenStore } from '#application/ports/user-token-store';
import { AppConfig } from '#server/config/app-config';
import { BcryptPasswordHasher } from '../crypto/bcrypt-password-hasher.service';
import { IdentityOptions } from '../crypto/identity-options';
import { JwtTokenSigner } from '../crypto/jwt-token-signer.service';
import { AccountEntity } from '../database/entities/account.entity';
import { ApiKeyEntity } from '../database/entities/api-key.entity';
import { RefreshTokenEntity } from '../database/entities/refresh-token.entity';
import { RoleEntity } from '../database/entities/role.entity';
import { SessionEntity } from '../database/entities/session.entity';
import { SetupTokenEntity } from '../database/entities/setup-token.entity';
import { UserTokenEntity } from '../database/entities/user-token.entity';
import { UserEntity } from '../database/entities/user.entity';
import { AccountDirectoryStore } from './account-directory.store';
import { AccountStoreService } from './account.store';
import { ApiKeyStoreService } from './api-key.store';
import { GroupStoreService } from './group.store';
import { InvitationStoreService } from './invitation.store';
import { LoginAttemptStoreService } from './login-attempt.store';
import { OwnUserStoreService } from './own-user.store';
import { PrincipalStoreService } from './principal.store';
import { RoleStoreService } from './role.store';
import { SessionStoreService } from './session.store';
import { SetupStoreService } from './setup.store';
import { UserDirectoryService } from './user-directory.store';
import { UserTokenStoreService } from './user-token.store';
import { UserStoreService } from './user.store';

const ENTITIES = [
  AccountEntity,
  ApiKeyEntity,
  RefreshTokenEntity,
  RoleEntity,
  SessionEntity,
  SetupTokenEntity,
  UserTokenEntity,
  UserEntity,
];

/** The ports of identity, for every feature module. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES)],
  providers: [
    {
      provide: IdentityOptions,
      inject: [AppConfig],
      useFactory: (config: AppConfig): IdentityOptions => ({
        secretKey: config.secretKey,
        previousSecretKeys: config.secretKeyPrevious,
        accessTokenMinutes: config.accessTokenExpireMinutes,
        refreshTokenDays: config.refreshTokenExpireDays,
      }),
    },
    { provide: AccountDirectory, useClass: AccountDirectoryStore },
    { provide: AccountStore, useClass: AccountStoreService },
    { provide: ApiKeyStore, useClass: ApiKeyStoreService },
    { provide: GroupStore, useClass: GroupStoreService },
    { provide: InvitationStore, useClass: InvitationStoreService },
    { provide: LoginAttemptStore, useClass: LoginAttemptStoreService },
    { provide: OwnUserStore, useClass: OwnUserStoreService },
    { provide: PasswordHasher, useClass: BcryptPasswordHasher },
    { provide: PrincipalStore, useClass: PrincipalStoreService },
    { provide: RoleStore, useClass: RoleStoreService },
    { provide: SessionStore, useClass: SessionStoreService },
    { provide: SetupStore, useClass: SetupStoreService },
    { provide: TokenSigner, useClass: JwtTokenSigner },
    { provide: UserDirectory, useClass: UserDirectoryService },
    { provide: UserStore, useClass: UserStoreService },
    { provide: UserTokenStore, useClass: UserTokenStoreService },
  ],
  exports: [
    IdentityOptions,
    AccountDirectory,
    AccountStore,
    ApiKeyStore,
    GroupStore,
    InvitationStore,
    LoginAttemptStore,
    OwnUserStore,
    PasswordHasher,
    PrincipalStore,
    RoleStore,
    SessionStore,
    SetupStore,
    TokenSigner,
    UserDirectory,
    UserStore,
    UserTokenStore,
  ],
})
export class IdentityModule {}
