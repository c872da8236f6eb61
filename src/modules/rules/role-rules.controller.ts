import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { RuleTrial } from '#application/rules/rule-trial';
import { parseRuleText, parseRuleTrial } from '#application/rules/rule-trial-input';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { RuleCheckDto, RuleTrialDto } from './rule-trial.dto';
import { RULE_SCHEMA, RULE_TRIAL_SCHEMA } from './rule-trial.schema';

/** Clients look for these among the roles. */
@ApiTags('roles')
@SuperadminOnly()
@Controller('roles')
export class RoleRulesController {
  constructor(private readonly trial: RuleTrial) {}

  @Answers('Check a rule', RuleCheckDto)
  @Post('validate-rule')
  @HttpCode(HttpStatus.OK)
  @ApiBody({ schema: RULE_SCHEMA })
  validate(@Ctx() ctx: RequestContext, @JsonBody() body: unknown): RuleCheckDto {
    const error = this.trial.check(ctx, parseRuleText(body));
    return { valid: error === null, error };
  }

  @Answers('Try a rule on a caller and a record', RuleTrialDto)
  @Post('test-rule')
  @HttpCode(HttpStatus.OK)
  @ApiBody({ schema: RULE_TRIAL_SCHEMA })
  async test(@Ctx() ctx: RequestContext, @JsonBody() body: unknown): Promise<RuleTrialDto> {
    const { allowed, error, details } = await this.trial.run(ctx, parseRuleTrial(body));
    return { allowed, error, evaluation_details: details };
  }
}
