import { Flag, Text } from '#server/common/members.decorator';

export class RuleCheckDto {
  @Flag(true) readonly valid: boolean;
  @Text(null, { nullable: true, description: 'What is wrong with it' }) readonly error: string | null;
}

export class RuleTrialDto {
  @Flag(true, { description: 'Whether it holds' }) readonly allowed: boolean;
  @Text(null, { nullable: true }) readonly error: string | null;
  @Text('The rule holds', { nullable: true }) readonly evaluation_details: string | null;
}
