import { Module } from '@nestjs/common';
import { Authenticator } from '#application/auth/authenticator';
import { Groups } from '#application/groups/groups';
import { AccountStore } from '#application/ports/account-store';
import { GroupStore } from '#application/ports/group-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { UserStore } from '#application/ports/user-store';
import { provide } from '#server/common/provide';
import { GroupsController } from './groups.controller';

@Module({
  controllers: [GroupsController],
  providers: [provide(Groups, [GroupStore, UserStore, AccountStore, UnitOfWork, Authenticator])],
})
export class GroupsModule {}
