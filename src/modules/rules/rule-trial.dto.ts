import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_ID, Flag, Text, Texts } from '#server/common/members.decorator';

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

export const REFUSED_WITH = {
  nullable: true,
  description: 'The code with which the request of the caller would be refused, whatever record it is about',
} as const;

export class RulePartDto {
  @Text('created_by = @request.auth.id', { description: 'As it is written' }) readonly expression: string;
  @ApiProperty({ type: Boolean, nullable: true, example: false, description: 'null: unknown, which is not true' })
  readonly result: boolean | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { created_by: EXAMPLE_ID, '@request.auth.id': null },
    description: 'What it saw, by name; of several values, a list of at most 20',
  })
  readonly values: Readonly<Record<string, unknown>>;
}

export class RuleResultDto {
  @Flag(true, { description: 'Whether it holds' }) readonly result: boolean;
  @Text(null, { nullable: true, description: 'What is wrong with the rule' }) readonly error: string | null;
  @Text('without a record: true', { nullable: true }) readonly details: string | null;

  @Text(null, { ...REFUSED_WITH, required: false }) readonly refused_with?: string | null;

  @ApiProperty({ type: [RulePartDto], required: false, description: 'Where the trial is on a record that there is' })
  readonly parts?: readonly RulePartDto[];
}
