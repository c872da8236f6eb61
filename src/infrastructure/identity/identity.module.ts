import { availableParallelism } from 'node:os';
import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Accounts } from '#application/ports/accounts';
import { ApiKeyStore } from '#application/ports/api-key-store';
import { GroupStore } from '#application/ports/group-store';
import { InvitationStore } from '#application/ports/invitation-store';
import { LoginAttemptStore } from '#application/ports/login-attempt-store';
import { PasswordHasher } from '#application/ports/password-hasher';
import { Principals } from '#application/ports/principals';
import { RoleStore } from '#application/ports/role-store';
import { SessionStore } from '#application/ports/session-store';
import { SetupStore } from '#application/ports/setup-store';
import { TokenSigner } from '#application/ports/token-signer';
import { UserTokenStore } from '#application/ports/user-token-store';
import { Users } from '#application/ports/users';
import { AppConfig } from '#server/config/app-config';
import { BcryptPasswordHasher } from '../crypto/bcrypt-password-hasher.service';
import { IdentityOptions } from '../crypto/identity-options';
import { JwtTokenSigner } from '../crypto/jwt-token-signer.service';
import { ApiKeyEntity } from '../database/entities/api-key.entity';
import { SetupTokenEntity } from '../database/entities/setup-token.entity';
import { SqlAccounts } from './sql-accounts.service';
import { SqlApiKeyStore } from './sql-api-key.store';
import { SqlGroupStore } from './sql-group.store';
import { SqlInvitationStore } from './sql-invitation.store';
import { SqlLoginAttemptStore } from './sql-login-attempt.store';
import { SqlPrincipals } from './sql-principals.service';
import { SqlRoleStore } from './sql-role.store';
import { SqlSessionStore } from './sql-session.store';
import { SqlSetupStore } from './sql-setup.store';
import { SqlUserTokenStore } from './sql-user-token.store';
import { SqlUsers } from './sql-users.service';

const ENTITIES = [ApiKeyEntity, SetupTokenEntity];

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
    { provide: Accounts, useClass: SqlAccounts },
    { provide: ApiKeyStore, useClass: SqlApiKeyStore },
    { provide: GroupStore, useClass: SqlGroupStore },
    { provide: InvitationStore, useClass: SqlInvitationStore },
    { provide: LoginAttemptStore, useClass: SqlLoginAttemptStore },
    {
      provide: PasswordHasher,
      inject: [AppConfig],
      // Worker processes share the cores.
      useFactory: ({ workers, bcryptCost }: AppConfig) =>
        new BcryptPasswordHasher(Math.ceil(availableParallelism() / workers), bcryptCost),
    },
    { provide: Principals, useClass: SqlPrincipals },
    { provide: RoleStore, useClass: SqlRoleStore },
    { provide: SessionStore, useClass: SqlSessionStore },
    { provide: SetupStore, useClass: SqlSetupStore },
    { provide: TokenSigner, useClass: JwtTokenSigner },
    { provide: UserTokenStore, useClass: SqlUserTokenStore },
    { provide: Users, useClass: SqlUsers },
  ],
  exports: [
    IdentityOptions,
    Accounts,
    ApiKeyStore,
    GroupStore,
    InvitationStore,
    LoginAttemptStore,
    PasswordHasher,
    Principals,
    RoleStore,
    SessionStore,
    SetupStore,
    TokenSigner,
    UserTokenStore,
    Users,
  ],
})
export class IdentityModule {}
