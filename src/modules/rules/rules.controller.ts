import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { RuleTrial } from '#application/rules/rule-trial';
import { parseRuleCheck, parseRuleTrial } from '#application/rules/rule-trial-input';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { RuleProblemsDto, RuleResultDto } from './rule-trial.dto';
import { RULE_CHECK_SCHEMA, RULE_TRIAL_SCHEMA } from './rule-trial.schema';

@ApiTags('rules')
@SuperadminOnly()
@Controller('rules')
export class RulesController {
  constructor(private readonly trial: RuleTrial) {}

  @Answers('Check a rule against the names of fields', RuleProblemsDto)
  @Post('validate')
  @HttpCode(HttpStatus.OK)
  @ApiBody({ schema: RULE_CHECK_SCHEMA })
  validate(@Ctx() ctx: RequestContext, @JsonBody() body: unknown): RuleProblemsDto {
    const { rule, surroundings } = parseRuleCheck(body);
    const problem = this.trial.check(ctx, rule, surroundings);
    return { valid: problem === null, errors: problem === null ? [] : [problem] };
  }

  @Answers('Try a rule on a caller and a record', RuleResultDto)
  @Post('test')
  @HttpCode(HttpStatus.OK)
  @ApiBody({ schema: RULE_TRIAL_SCHEMA })
  async test(@Ctx() ctx: RequestContext, @JsonBody() body: unknown): Promise<RuleResultDto> {
    const { allowed, error, details } = await this.trial.run(ctx, parseRuleTrial(body));
    return { result: allowed, error, details };
  }
}
