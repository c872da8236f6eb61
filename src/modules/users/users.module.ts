import { Module } from '@nestjs/common';
import { AfterNewPassword } from '#application/kernel/users/after-new-password';
import { AuthHooks } from '#application/kernel/hooks/auth-hooks';
import { LoginThrottle } from '#application/kernel/sign-in/login-throttle';
import { SecurityNotices } from '#application/kernel/users/security-notices';
import { UserTokens } from '#application/kernel/users/user-tokens';
import { Accounts } from '#application/ports/accounts';
import { PasswordHasher } from '#application/ports/password-hasher';
import { RoleStore } from '#application/ports/role-store';
import { SessionStore } from '#application/ports/session-store';
import { Units } from '#application/kernel/units';
import { Users } from '#application/ports/users';
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
    provide(UserAdministration, [Users, Units]),
    provide(FindUsers, [Users]),
    provide(CreateUser, [Accounts, RoleStore, Users, PasswordHasher, UserTokens, Units]),
    provide(UpdateUser, [
      UserAdministration,
      Users,
      RoleStore,
      SessionStore,
      UserTokens,
      SecurityNotices,
      LoginThrottle,
    ]),
    provide(SetUserPassword, [
      UserAdministration,
      Users,
      PasswordHasher,
      UserTokens,
      LoginThrottle,
      AfterNewPassword,
      AuthHooks,
    ]),
    provide(VerifyUser, [UserAdministration, Users, UserTokens]),
  ],
})
export class UsersModule {}
