import { Module } from '@nestjs/common';
import { Authenticator } from '#application/auth/authenticator';
import { SessionStore } from '#application/ports/session-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { UserStore } from '#application/ports/user-store';
import { DeactivateUser } from '#application/users/deactivate-user';
import { VerifyUser } from '#application/users/verify-user';
import { provide } from '#server/common/provide';
import { UsersController } from './users.controller';

@Module({
  controllers: [UsersController],
  providers: [
    provide(VerifyUser, [UserStore, UnitOfWork, Authenticator]),
    provide(DeactivateUser, [UserStore, SessionStore, UnitOfWork, Authenticator]),
  ],
})
export class UsersModule {}
