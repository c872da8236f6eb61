import { Module, type OnModuleInit } from '@nestjs/common';
import { Authenticator } from '#application/kernel/sign-in/authenticator';
import { Clock } from '#domain/kernel/clock';
import { DefaultAccount } from '#application/kernel/default-account';
import { AuthHooks } from '#application/kernel/hooks/auth-hooks';
import { ResolveAccount } from '#application/kernel/resolve-account';
import { AfterNewPassword } from '#application/kernel/users/after-new-password';
import { ChangeEmail } from '#application/auth/change-email';
import { ChangePassword } from '#application/auth/change-password';
import { ConfirmEmailChange } from '#application/auth/confirm-email-change';
import { ConfirmPassword } from '#application/auth/confirm-password';
import { GetCurrentUser } from '#application/auth/get-current-user';
import { JoinAccount } from '#application/auth/join-account';
import { LoginThrottle } from '#application/kernel/sign-in/login-throttle';
import { OwnSessions } from '#application/auth/own-sessions';
import { Register } from '#application/auth/register';
import { RegisterAccount } from '#application/auth/register-account';
import { RegistrationRules } from '#application/auth/registration-rules';
import { RequestPasswordReset } from '#application/auth/request-password-reset';
import { RequestedMails } from '#application/auth/requested-mails';
import { ResetPassword } from '#application/auth/reset-password';
import { SecurityNotices } from '#application/kernel/users/security-notices';
import { SendVerification } from '#application/auth/send-verification';
import { UserTokens } from '#application/kernel/users/user-tokens';
import { VerifyEmail } from '#application/auth/verify-email';
import { Accounts } from '#application/ports/accounts';
import { GroupStore } from '#application/ports/group-store';
import { JobQueue } from '#application/ports/job-queue';
import { Users } from '#application/ports/users';
import { PasswordHasher } from '#application/ports/password-hasher';
import { SessionStore } from '#application/ports/session-store';
import { Units } from '#application/kernel/units';
import { UpdateProfile } from '#application/profile/update-profile';
import { provide } from '#server/common/provide';
import { AppConfig } from '#server/config/app-config';
import { LinkPagesController } from './link-pages.controller';
import { PasswordController } from './password.controller';
import { ProfileController } from './profile.controller';
import { RegistrationController } from './registration.controller';
import { SessionsController } from './sessions.controller';
import { VerificationController } from './verification.controller';

/** What people do for themselves: register, prove an address, manage password, profile and sessions. */
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
    provide(RequestedMails, [ResolveAccount, Users, UserTokens, Units, JobQueue]),
    provide(RegisterAccount, [RegistrationRules, Accounts, GroupStore, Users, PasswordHasher, UserTokens, Units]),
    provide(JoinAccount, [RegistrationRules, ResolveAccount, Users, PasswordHasher, RequestedMails, Units]),
    provide(Register, [RegistrationRules, DefaultAccount, RegisterAccount, JoinAccount, AuthHooks]),
    provide(SendVerification, [DefaultAccount, RequestedMails, Users, UserTokens, Units, Authenticator]),
    provide(VerifyEmail, [UserTokens, Users, Units]),
    provide(RequestPasswordReset, [DefaultAccount, RequestedMails, Units]),
    provide(ResetPassword, [UserTokens, Users, PasswordHasher, LoginThrottle, AfterNewPassword, Units, AuthHooks]),
    provide(ConfirmPassword, [Users, PasswordHasher, LoginThrottle]),
    provide(ChangePassword, [Users, ConfirmPassword, PasswordHasher, AfterNewPassword, Units]),
    provide(ChangeEmail, [RegistrationRules, ConfirmPassword, Users, UserTokens, SecurityNotices, Units]),
    provide(ConfirmEmailChange, [UserTokens, Users, SecurityNotices, Units]),
    provide(GetCurrentUser, [Users, Accounts]),
    provide(UpdateProfile, [Users, Units]),
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
