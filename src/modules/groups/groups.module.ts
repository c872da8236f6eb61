import { Module } from '@nestjs/common';
import { Groups } from '#application/groups/groups';
import { Accounts } from '#application/ports/accounts';
import { GroupStore } from '#application/ports/group-store';
import { Units } from '#application/kernel/units';
import { Users } from '#application/ports/users';
import { provide } from '#server/common/provide';
import { GroupsController } from './groups.controller';

@Module({
  controllers: [GroupsController],
  providers: [provide(Groups, [GroupStore, Users, Accounts, Units])],
})
export class GroupsModule {}
