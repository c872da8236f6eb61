import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { ExplainRule } from '#application/rules/explain-rule';
import { RuleTrial } from '#application/rules/rule-trial';
import { parseRuleCheck, parseRuleTrial } from '#application/rules/rule-trial-input';
import { isOnRecord, parseExplanation, parseRecordTrial } from '#application/rules/trial-input';
import { TryOnRecord } from '#application/rules/try-on-record';
import type { RequestContext } from '#domain/kernel/request-context';
import { SuperadminOnly } from '#server/common/access.decorator';
import { Answers } from '#server/common/answers.decorator';
import { JsonBody } from '#server/common/body.decorator';
import { Ctx } from '#server/common/ctx.decorator';
import { RuleExplanationDto } from './rule-explanation.dto';
import { presentExplanation } from './rule-explanation.presenter';
import { RuleProblemsDto, RuleResultDto } from './rule-trial.dto';
import { RULE_CHECK_SCHEMA, RULE_EXPLANATION_SCHEMA, RULE_TEST_SCHEMA } from './rule-trial.schema';

@ApiTags('rules')
@SuperadminOnly()
@Controller('rules')
export class RulesController {
  constructor(
    private readonly trial: RuleTrial,
    private readonly onRecord: TryOnRecord,
    private readonly explanation: ExplainRule,
  ) {}

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
  @ApiBody({ schema: RULE_TEST_SCHEMA })
  async test(@Ctx() ctx: RequestContext, @JsonBody() body: unknown): Promise<RuleResultDto> {
    if (isOnRecord(body)) {
      const { allowed, details, refusedWith, parts } = await this.onRecord.run(ctx, parseRecordTrial(body));
      return { result: allowed, error: null, details, refused_with: refusedWith, parts };
    }
    const { allowed, error, details } = await this.trial.run(ctx, parseRuleTrial(body));
    return { result: allowed, error, details };
  }

  @Answers('Who may see a record, what a list reads, and what another rule would change', RuleExplanationDto)
  @Post('explain')
  @HttpCode(HttpStatus.OK)
  @ApiBody({ schema: RULE_EXPLANATION_SCHEMA })
  async explain(@Ctx() ctx: RequestContext, @JsonBody() body: unknown): Promise<RuleExplanationDto> {
    return presentExplanation(await this.explanation.run(ctx, parseExplanation(body)));
  }
}
