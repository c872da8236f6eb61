import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#domain/kernel/clock';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AnonymousScope } from '#application/kernel/anonymous-scope';
import { ChosenAccount } from '#application/kernel/chosen-account';
import { DefaultAccount } from '#application/kernel/default-account';
import { AuthHooks } from '#application/kernel/hooks/auth-hooks';
import { ModelHooks } from '#application/kernel/hooks/model-hooks';
import { ResolveAccount } from '#application/kernel/resolve-account';
import { AfterNewPassword } from '#application/kernel/users/after-new-password';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import { KeyUsage } from '#application/kernel/sign-in/key-usage';
import { LockNotices } from '#application/kernel/sign-in/lock-notices';
import { LogIn } from '#application/auth/log-in';
import { LoginThrottle } from '#application/kernel/sign-in/login-throttle';
import { LogOut } from '#application/auth/log-out';
import { RefreshSession } from '#application/auth/refresh-session';
import { RefreshTokens } from '#application/auth/refresh-tokens';
import { SecurityNotices } from '#application/kernel/users/security-notices';
import { SessionIssuer } from '#application/kernel/sign-in/session-issuer';
import { TrustedIssuer } from '#application/kernel/sign-in/trusted-issuer';
import { UserTokens } from '#application/kernel/users/user-tokens';
import { Accounts } from '#application/ports/accounts';
import { ApiKeyStore } from '#application/ports/api-key-store';
import { IssuerTokens } from '#application/ports/issuer-tokens';
import { JobQueue } from '#application/ports/job-queue';
import { LoginAttemptStore } from '#application/ports/login-attempt-store';
import { MailQueue } from '#application/ports/mail-queue';
import { PasswordHasher } from '#application/ports/password-hasher';
import { Principals } from '#application/ports/principals';
import { SessionStore } from '#application/ports/session-store';
import { TokenSigner } from '#application/ports/token-signer';
import { Callers } from '#application/kernel/callers';
import { Units } from '#application/kernel/units';
import { Transactions } from '#application/ports/transactions';
import { Users } from '#application/ports/users';
import { UserTokenStore } from '#application/ports/user-token-store';
import { AuthGuard } from '#server/common/auth.guard';
import { provide } from '#server/common/provide';
import { TenantInterceptor } from '#server/common/tenant.interceptor';
import { Turns } from '#server/common/turns';
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
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_INTERCEPTOR, useClass: TenantInterceptor },
    Turns,
    provide(ResolveAccount, [Accounts, Clock]),
    {
      provide: DefaultAccount,
      inject: [AppConfig],
      useFactory: ({ singleTenantMode, singleTenantAccount }: AppConfig) =>
        new DefaultAccount(singleTenantMode ? (singleTenantAccount ?? null) : null),
    },
    provide(AnonymousScope, [ResolveAccount, DefaultAccount]),
    provide(ChosenAccount, [ResolveAccount]),
    provide(SecurityNotices, [MailQueue]),
    provide(UserTokens, [UserTokenStore, Users, Accounts, MailQueue, Clock]),
    provide(AfterNewPassword, [SessionStore, UserTokens, SecurityNotices]),
    provide(Callers, [Principals, AnonymousScope, Clock]),
    provide(Units, [Transactions, Callers, ModelHooks]),
    provide(KeyUsage, [ApiKeyStore, Units, Clock]),
    provide(TrustedIssuer, [IssuerTokens, Users, SessionStore, PasswordHasher, Units, Clock]),
    provide(Authenticator, [TokenSigner, Principals, Callers, KeyUsage, TrustedIssuer, Clock]),
    {
      provide: SessionIssuer,
      inject: [SessionStore, Users, TokenSigner, SecurityNotices, IdentityOptions],
      useFactory: (
        sessions: SessionStore,
        users: Users,
        signer: TokenSigner,
        notices: SecurityNotices,
        { refreshTokenDays }: IdentityOptions,
      ) => new SessionIssuer(sessions, users, signer, notices, refreshTokenDays),
    },
    provide(LockNotices, [ResolveAccount, Users, MailQueue, Units, JobQueue, Clock]),
    {
      provide: LoginThrottle,
      inject: [LoginAttemptStore, Units, LockNotices, AppConfig, Clock],
      useFactory: (attempts: LoginAttemptStore, units: Units, notices: LockNotices, config: AppConfig, clock: Clock) =>
        new LoginThrottle(
          attempts,
          units,
          notices,
          {
            failuresPerMinute: config.loginRateLimitPerMinute,
            lockThreshold: config.loginLockoutThreshold,
            lockSeconds: config.loginLockoutSeconds,
          },
          clock,
        ),
    },
    provide(LogIn, [DefaultAccount, Users, PasswordHasher, LoginThrottle, Units, SessionIssuer, AuthHooks, Clock]),
    provide(RefreshTokens, [SessionStore, TokenSigner]),
    provide(RefreshSession, [RefreshTokens, SessionStore, Units, SessionIssuer, Clock]),
    provide(LogOut, [TokenSigner, Principals, SessionStore, RefreshTokens, TrustedIssuer, Units, AuthHooks, Clock]),
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
    Turns,
    UserTokens,
    Units,
  ],
})
export class AuthModule implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly lockNotices: LockNotices,
  ) {}

  onModuleInit(): void {
    this.jobs.register(this.lockNotices);
  }
}
