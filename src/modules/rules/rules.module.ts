import { Module } from '@nestjs/common';
import { Catalogs } from '#application/ports/catalogs';
import { RuleTrial } from '#application/rules/rule-trial';
import { Clock } from '#domain/kernel/clock';
import { provide } from '#server/common/provide';
import { RoleRulesController } from './role-rules.controller';
import { RulesController } from './rules.controller';

@Module({
  controllers: [RoleRulesController, RulesController],
  providers: [provide(RuleTrial, [Catalogs, Clock])],
})
export class RulesModule {}
