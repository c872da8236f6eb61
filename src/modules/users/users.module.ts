import { Module } from '@nestjs/common';
import { AfterNewPassword } from '#application/auth/after-new-password';
import { LoginThrottle } from '#application/auth/login-throttle';
import { SecurityNotices } from '#application/auth/security-notices';
import { UserTokens } from '#application/auth/user-tokens';
import { AccountStore } from '#application/ports/account-store';
import { PasswordHasher } from '#application/ports/password-hasher';
import { RoleStore } from '#application/ports/role-store';
import { SessionStore } from '#application/ports/session-store';
import { Units } from '#application/kernel/units';
import { UserDirectory } from '#application/ports/user-directory';
import { UserStore } from '#application/ports/user-store';
import { CreateUser } from '#application/users/create-user';
import { FindUsers } from '#application/users/find-users';
import { SetUserPassword } from '#application/users/set-user-password';
import { UpdateUser } from '#application/users/update-user';
import { UserAdministration } from '#application/users/user-administration';
import { VerifyUser } from '#application/users/verify-user';
import { provide } from '#server/common/provide';
import { UserCredentialsController } from './user-credentials.controller';
import { UsersController } from './users.controller';

@Module({
  controllers: [UsersController, UserCredentialsController],
  providers: [
    provide(UserAdministration, [UserStore, UserDirectory, Units]),
    provide(FindUsers, [UserDirectory]),
    provide(CreateUser, [AccountStore, RoleStore, UserStore, UserDirectory, PasswordHasher, UserTokens, Units]),
    provide(UpdateUser, [
      UserAdministration,
      UserDirectory,
      RoleStore,
      SessionStore,
      UserTokens,
      SecurityNotices,
      LoginThrottle,
    ]),
    provide(SetUserPassword, [
      UserAdministration,
      UserStore,
      PasswordHasher,
      UserTokens,
      LoginThrottle,
      AfterNewPassword,
    ]),
    provide(VerifyUser, [UserAdministration, UserStore, UserTokens]),
  ],
})
export class UsersModule {}
