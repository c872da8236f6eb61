import { Module } from '@nestjs/common';
import { Authenticator } from '#application/auth/authenticator';
import { Catalogs } from '#application/ports/catalogs';
import { RoleStore } from '#application/ports/role-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { Roles } from '#application/roles/roles';
import { RuleTrial } from '#application/roles/rule-trial';
import { provide } from '#server/common/provide';
import { RolesController } from './roles.controller';
import { RuleTrialController } from './rule-trial.controller';

@Module({
  controllers: [RuleTrialController, RolesController],
  providers: [provide(Roles, [RoleStore, UnitOfWork, Authenticator]), provide(RuleTrial, [Catalogs])],
})
export class RolesModule {}
