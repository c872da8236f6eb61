import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ResolveAccount } from '#application/accounts/resolve-account';
import { Authenticator } from '#application/auth/authenticator';
import { GetCurrentUser } from '#application/auth/get-current-user';
import { KeyUsage } from '#application/auth/key-usage';
import { LogIn } from '#application/auth/log-in';
import { LogOut } from '#application/auth/log-out';
import { RefreshSession } from '#application/auth/refresh-session';
import { RegisterAccount } from '#application/auth/register-account';
import { RequestPasswordReset } from '#application/auth/request-password-reset';
import { SessionIssuer } from '#application/auth/session-issuer';
import { AccountStore } from '#application/ports/account-store';
import { ApiKeyStore } from '#application/ports/api-key-store';
import { PasswordHasher } from '#application/ports/password-hasher';
import { PrincipalStore } from '#application/ports/principal-store';
import { SessionStore } from '#application/ports/session-store';
import { TokenSigner } from '#application/ports/token-signer';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { UserStore } from '#application/ports/user-store';
import { AuthGuard } from '#server/common/auth.guard';
import { provide } from '#server/common/provide';
import { IdentityOptions } from '#server/infrastructure/crypto/identity-options';
import { IdentityModule } from '#server/infrastructure/identity/identity.module';
import { AuthController } from './auth.controller';

/** Login and everything around it, and the guard that every route passes. Global: all features know who asks. */
@Global()
@Module({
  imports: [IdentityModule],
  controllers: [AuthController],
  providers: [
    { provide: APP_GUARD, useClass: AuthGuard },
    provide(ResolveAccount, [AccountStore]),
    provide(KeyUsage, [ApiKeyStore, UnitOfWork]),
    provide(Authenticator, [TokenSigner, PrincipalStore, KeyUsage]),
    {
      provide: SessionIssuer,
      inject: [SessionStore, TokenSigner, IdentityOptions],
      useFactory: (sessions: SessionStore, signer: TokenSigner, options: IdentityOptions) =>
        new SessionIssuer(sessions, signer, options.refreshTokenDays),
    },
    provide(RegisterAccount, [AccountStore, UserStore, PasswordHasher, UnitOfWork]),
    provide(LogIn, [ResolveAccount, UserStore, PasswordHasher, UnitOfWork, SessionIssuer]),
    provide(RefreshSession, [SessionStore, UserStore, AccountStore, UnitOfWork, SessionIssuer]),
    provide(LogOut, [TokenSigner, PrincipalStore, SessionStore, UnitOfWork]),
    provide(GetCurrentUser, [UserStore, AccountStore]),
    provide(RequestPasswordReset, [ResolveAccount, UserStore]),
  ],
  exports: [Authenticator, ResolveAccount],
})
export class AuthModule {}
