import { Module, type OnModuleInit } from '@nestjs/common';
import { Authenticator } from '#application/auth/authenticator';
import { Clock } from '#domain/kernel/clock';
import { DefaultAccount } from '#application/kernel/default-account';
import { ResolveAccount } from '#application/kernel/resolve-account';
import { AfterNewPassword } from '#application/auth/after-new-password';
import { ChangeEmail } from '#application/auth/change-email';
import { ChangePassword } from '#application/auth/change-password';
import { ConfirmEmailChange } from '#application/auth/confirm-email-change';
import { ConfirmPassword } from '#application/auth/confirm-password';
import { GetCurrentUser } from '#application/auth/get-current-user';
import { JoinAccount } from '#application/auth/join-account';
import { LoginThrottle } from '#application/auth/login-throttle';
import { OwnSessions } from '#application/auth/own-sessions';
import { Register } from '#application/auth/register';
import { RegisterAccount } from '#application/auth/register-account';
import { RegistrationRules } from '#application/auth/registration-rules';
import { RequestPasswordReset } from '#application/auth/request-password-reset';
import { RequestedMails } from '#application/auth/requested-mails';
import { ResetPassword } from '#application/auth/reset-password';
import { SecurityNotices } from '#application/auth/security-notices';
import { SendVerification } from '#application/auth/send-verification';
import { UserTokens } from '#application/auth/user-tokens';
import { VerifyEmail } from '#application/auth/verify-email';
import { AccountStore } from '#application/ports/account-store';
import { JobQueue } from '#application/ports/job-queue';
import { OwnUserStore } from '#application/ports/own-user-store';
import { PasswordHasher } from '#application/ports/password-hasher';
import { SessionStore } from '#application/ports/session-store';
import { Units } from '#application/kernel/units';
import { UserStore } from '#application/ports/user-store';
import { UpdateProfile } from '#application/profile/update-profile';
import { provide } from '#server/common/provide';
import { AppConfig } from '#server/config/app-config';
import { LinkPagesController } from './link-pages.controller';
import { PasswordController } from './password.controller';
import { ProfileController } from './profile.controller';
import { RegistrationController } from './registration.controller';
import { SessionsController } from './sessions.controller';
import { VerificationController } from './verification.controller';

/** What people do for themselves: come in, prove an address, look after password, profile and sessions. */
@Module({
  controllers: [
    RegistrationController,
    VerificationController,
    PasswordController,
    ProfileController,
    SessionsController,
    LinkPagesController,
  ],
  providers: [
    {
      provide: RegistrationRules,
      inject: [AppConfig],
      useFactory: ({ registrationEnabled, registrationEmailDomains }: AppConfig) =>
        new RegistrationRules(registrationEnabled, registrationEmailDomains),
    },
    provide(RequestedMails, [ResolveAccount, UserStore, OwnUserStore, UserTokens, Units, JobQueue]),
    provide(RegisterAccount, [RegistrationRules, AccountStore, UserStore, PasswordHasher, UserTokens, Units]),
    provide(JoinAccount, [RegistrationRules, ResolveAccount, UserStore, PasswordHasher, RequestedMails, Units]),
    provide(Register, [RegistrationRules, DefaultAccount, RegisterAccount, JoinAccount]),
    provide(SendVerification, [DefaultAccount, RequestedMails, UserStore, UserTokens, Units, Authenticator]),
    provide(VerifyEmail, [UserTokens, OwnUserStore, Units]),
    provide(RequestPasswordReset, [DefaultAccount, RequestedMails, Units]),
    provide(ResetPassword, [UserTokens, OwnUserStore, PasswordHasher, LoginThrottle, AfterNewPassword, Units]),
    provide(ConfirmPassword, [UserStore, OwnUserStore, PasswordHasher, LoginThrottle]),
    provide(ChangePassword, [OwnUserStore, ConfirmPassword, PasswordHasher, AfterNewPassword, Units]),
    provide(ChangeEmail, [RegistrationRules, ConfirmPassword, UserStore, UserTokens, SecurityNotices, Units]),
    provide(ConfirmEmailChange, [UserTokens, OwnUserStore, SecurityNotices, Units]),
    provide(GetCurrentUser, [UserStore, OwnUserStore, AccountStore]),
    provide(UpdateProfile, [OwnUserStore, Units]),
    provide(OwnSessions, [SessionStore, Units, Clock]),
  ],
})
export class SelfServiceModule implements OnModuleInit {
  constructor(
    private readonly jobs: JobQueue,
    private readonly requestedMails: RequestedMails,
  ) {}

  onModuleInit(): void {
    this.jobs.register(this.requestedMails);
  }
}
