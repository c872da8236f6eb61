import { Module } from '@nestjs/common';
import { Groups } from '#application/groups/groups';
import { AccountStore } from '#application/ports/account-store';
import { GroupStore } from '#application/ports/group-store';
import { Units } from '#application/kernel/units';
import { UserStore } from '#application/ports/user-store';
import { provide } from '#server/common/provide';
import { GroupsController } from './groups.controller';

@Module({
  controllers: [GroupsController],
  providers: [provide(Groups, [GroupStore, UserStore, AccountStore, Units])],
})
export class GroupsModule {}
