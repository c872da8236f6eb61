import { Flag, Text, Texts } from '#server/common/members.decorator';

export class RuleCheckDto {
  @Flag(true) readonly valid: boolean;
  @Text(null, { nullable: true, description: 'What is wrong with it' }) readonly error: string | null;
}

export class RuleTrialDto {
  @Flag(true, { description: 'Whether it holds' }) readonly allowed: boolean;
  @Text(null, { nullable: true }) readonly error: string | null;
  @Text('The rule holds', { nullable: true }) readonly evaluation_details: string | null;
}

export class RuleProblemsDto {
  @Flag(true) readonly valid: boolean;
  @Texts([], { description: 'What is wrong with it' }) readonly errors: readonly string[];
}

export class RuleResultDto {
  @Flag(true, { description: 'Whether it holds' }) readonly result: boolean;
  @Text(null, { nullable: true, description: 'What is wrong with the rule' }) readonly error: string | null;
  @Text('without a record: true', { nullable: true }) readonly details: string | null;
}
