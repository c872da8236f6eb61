import { Module } from '@nestjs/common';
import { Catalogs } from '#application/ports/catalogs';
import { RoleStore } from '#application/ports/role-store';
import { Units } from '#application/kernel/units';
import { Roles } from '#application/roles/roles';
import { RuleTrial } from '#application/roles/rule-trial';
import { Clock } from '#domain/kernel/clock';
import { provide } from '#server/common/provide';
import { RolesController } from './roles.controller';
import { RuleTrialController } from './rule-trial.controller';

@Module({
  controllers: [RuleTrialController, RolesController],
  providers: [provide(Roles, [RoleStore, Units]), provide(RuleTrial, [Catalogs, Clock])],
})
export class RolesModule {}
