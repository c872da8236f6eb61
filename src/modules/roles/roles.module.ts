import { Module } from '@nestjs/common';
import { RoleStore } from '#application/ports/role-store';
import { Units } from '#application/kernel/units';
import { Roles } from '#application/roles/roles';
import { provide } from '#server/common/provide';
import { RolesController } from './roles.controller';

@Module({
  controllers: [RolesController],
  providers: [provide(Roles, [RoleStore, Units])],
})
export class RolesModule {}
