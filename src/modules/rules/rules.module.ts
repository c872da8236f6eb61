import { Module } from '@nestjs/common';
import { Callers } from '#application/kernel/callers';
import { Catalogs } from '#application/ports/catalogs';
import { PlanCompiler } from '#application/ports/plan-compiler';
import { RecordStore } from '#application/ports/record-store';
import { RuleExaminer } from '#application/ports/rule-examiner';
import { Users } from '#application/ports/users';
import { ExplainRule } from '#application/rules/explain-rule';
import { RuleTrial } from '#application/rules/rule-trial';
import { TrialSubjects } from '#application/rules/trial-subjects';
import { TryOnRecord } from '#application/rules/try-on-record';
import { Clock } from '#domain/kernel/clock';
import { provide } from '#server/common/provide';
import { RoleRulesController } from './role-rules.controller';
import { RulesController } from './rules.controller';

@Module({
  controllers: [RoleRulesController, RulesController],
  providers: [
    provide(RuleTrial, [Catalogs, Clock]),
    provide(TrialSubjects, [Catalogs, Callers, Users, PlanCompiler, RecordStore]),
    provide(TryOnRecord, [TrialSubjects, RuleExaminer, Clock]),
    provide(ExplainRule, [TrialSubjects, RuleExaminer, Users, Clock]),
  ],
})
export class RulesModule {}
