import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_EMAIL, EXAMPLE_ID, Flag, Id, Text, Texts, Whole } from '#server/common/members.decorator';
import { REFUSED_WITH } from './rule-trial.dto';

const FAILED = 'The parts because of which the rule does not hold';

export class CallerVerdictDto {
  @Flag(false) readonly allowed: boolean;
  @Text(null, REFUSED_WITH) readonly refused_with: string | null;
  @Texts(['@owns_record()'], { description: FAILED }) readonly failed: readonly string[];
}

export class UserVerdictDto extends CallerVerdictDto {
  @Id() readonly id: string;
  @Text(EXAMPLE_EMAIL) readonly email: string;
  @Text('user') readonly role: string;
}

export class CallerVerdictsDto {
  @ApiProperty({ type: [UserVerdictDto], description: 'The active users of the account, by address' })
  readonly users: readonly UserVerdictDto[];

  @Whole(1, { description: 'How many there are; the first 1,000 are listed' }) readonly total: number;
  @ApiProperty({ type: CallerVerdictDto, description: 'Somebody who has not signed in' })
  readonly stranger: CallerVerdictDto;
}

export class UsedIndexDto {
  @Text('by_status') readonly name: string;
  @Texts(['status']) readonly fields: readonly string[];
}

export class RuleReadingDto {
  @Whole(2500, { description: 'Records of the account' }) readonly records: number;
  @ApiProperty({ type: UsedIndexDto, nullable: true, description: 'null: every record of the account is read' })
  readonly index: UsedIndexDto | null;

  @Whole(120, { description: 'Records that are read to find those which the rule lets through' })
  readonly rows: number;

  @Flag(true, { description: 'false: there are more rows than were counted' }) readonly exact: boolean;
}

export class RecordsOfRuleDto {
  @Whole(1) readonly total: number;
  @Texts([EXAMPLE_ID], { description: 'The newest of them, at most 100' }) readonly ids: readonly string[];
}

export class RuleChangesDto {
  @Whole(2500, { description: 'Records of the account' }) readonly records: number;
  @Whole(2500, { description: 'Records that were compared, which are the newest' }) readonly compared: number;
  @ApiProperty({ type: RecordsOfRuleDto, description: 'Those that only the given rule lets through' })
  readonly gained: RecordsOfRuleDto;

  @ApiProperty({ type: RecordsOfRuleDto, description: 'Those that only the rule of the collection lets through' })
  readonly lost: RecordsOfRuleDto;
}

export class RuleExplanationDto {
  @ApiProperty({ type: CallerVerdictsDto, nullable: true, description: 'null: no record was named' })
  readonly callers: CallerVerdictsDto | null;

  @ApiProperty({ type: RuleReadingDto, nullable: true, description: 'Of lists for the caller who was named' })
  readonly reading: RuleReadingDto | null;

  @ApiProperty({ type: RuleChangesDto, nullable: true, description: 'null: no caller was named, or no rule given' })
  readonly changes: RuleChangesDto | null;
}
