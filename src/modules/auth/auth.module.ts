import { Global, Module } from '@nestjs/common';
import { Clock } from '#domain/kernel/clock';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AnonymousScope } from '#application/kernel/anonymous-scope';
import { DefaultAccount } from '#application/kernel/default-account';
import { ResolveAccount } from '#application/kernel/resolve-account';
import { AfterNewPassword } from '#application/auth/after-new-password';
import { Authenticator } from '#application/auth/authenticator';
import { KeyUsage } from '#application/auth/key-usage';
import { LogIn } from '#application/auth/log-in';
import { LoginThrottle } from '#application/auth/login-throttle';
import { LogOut } from '#application/auth/log-out';
import { RefreshSession } from '#application/auth/refresh-session';
import { SecurityNotices } from '#application/auth/security-notices';
import { SessionIssuer } from '#application/auth/session-issuer';
import { TrustedIssuer } from '#application/auth/trusted-issuer';
import { UserTokens } from '#application/auth/user-tokens';
import { AccountStore } from '#application/ports/account-store';
import { ApiKeyStore } from '#application/ports/api-key-store';
import { IssuerStore } from '#application/ports/issuer-store';
import { IssuerTokens } from '#application/ports/issuer-tokens';
import { LoginAttemptStore } from '#application/ports/login-attempt-store';
import { MailQueue } from '#application/ports/mail-queue';
import { PasswordHasher } from '#application/ports/password-hasher';
import { PrincipalStore } from '#application/ports/principal-store';
import { SessionStore } from '#application/ports/session-store';
import { TokenSigner } from '#application/ports/token-signer';
import { Callers } from '#application/kernel/callers';
import { Units } from '#application/kernel/units';
import { Transactions } from '#application/ports/transactions';
import { UserStore } from '#application/ports/user-store';
import { UserTokenStore } from '#application/ports/user-token-store';
import { AuthGuard } from '#server/common/auth.guard';
import { BodyGuard } from '#server/common/body.guard';
import { provide } from '#server/common/provide';
import { TenantInterceptor } from '#server/common/tenant.interceptor';
import { AppConfig } from '#server/config/app-config';
import { IdentityOptions } from '#server/infrastructure/crypto/identity-options';
import { IdentityModule } from '#server/infrastructure/identity/identity.module';
import { IssuerModule } from '#server/infrastructure/issuer/issuer.module';
import { ThrottlingModule } from '#server/infrastructure/throttling/throttling.module';
import { AuthController } from './auth.controller';

/** Login and everything around it, and the guard that every route passes. Global: all features know who asks. */
@Global()
@Module({
  imports: [IdentityModule, IssuerModule, ThrottlingModule],
  controllers: [AuthController],
  providers: [
    // In this order: each builds on what the one before found out.
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_GUARD, useClass: BodyGuard },
    { provide: APP_INTERCEPTOR, useClass: TenantInterceptor },
    provide(ResolveAccount, [AccountStore, Clock]),
    {
      provide: DefaultAccount,
      inject: [AppConfig],
      useFactory: ({ singleTenantMode, singleTenantAccount }: AppConfig) =>
        new DefaultAccount(singleTenantMode ? (singleTenantAccount ?? null) : null),
    },
    provide(AnonymousScope, [ResolveAccount, DefaultAccount]),
    provide(SecurityNotices, [MailQueue]),
    provide(UserTokens, [UserTokenStore, UserStore, AccountStore, MailQueue, Clock]),
    provide(AfterNewPassword, [SessionStore, UserTokens, SecurityNotices]),
    provide(Callers, [PrincipalStore, AnonymousScope, Clock]),
    provide(Units, [Transactions, Callers]),
    provide(KeyUsage, [ApiKeyStore, Units, Clock]),
    provide(TrustedIssuer, [IssuerTokens, IssuerStore, PasswordHasher, Units, Clock]),
    provide(Authenticator, [TokenSigner, PrincipalStore, Callers, KeyUsage, TrustedIssuer, Clock]),
    {
      provide: SessionIssuer,
      inject: [SessionStore, TokenSigner, SecurityNotices, IdentityOptions],
      useFactory: (
        sessions: SessionStore,
        signer: TokenSigner,
        notices: SecurityNotices,
        { refreshTokenDays }: IdentityOptions,
      ) => new SessionIssuer(sessions, signer, notices, refreshTokenDays),
    },
    {
      provide: LoginThrottle,
      inject: [LoginAttemptStore, Units, MailQueue, AppConfig, Clock],
      useFactory: (attempts: LoginAttemptStore, units: Units, mails: MailQueue, config: AppConfig, clock: Clock) =>
        new LoginThrottle(
          attempts,
          units,
          mails,
          {
            failuresPerMinute: config.loginRateLimitPerMinute,
            lockThreshold: config.loginLockoutThreshold,
            lockSeconds: config.loginLockoutSeconds,
          },
          clock,
        ),
    },
    provide(LogIn, [ResolveAccount, DefaultAccount, UserStore, PasswordHasher, LoginThrottle, Units, SessionIssuer]),
    provide(RefreshSession, [SessionStore, UserStore, AccountStore, Units, SessionIssuer, Clock]),
    provide(LogOut, [TokenSigner, PrincipalStore, SessionStore, Units]),
  ],
  exports: [
    AfterNewPassword,
    AnonymousScope,
    Authenticator,
    Callers,
    DefaultAccount,
    LoginThrottle,
    ResolveAccount,
    SecurityNotices,
    SessionIssuer,
    UserTokens,
    Units,
  ],
})
export class AuthModule {}
