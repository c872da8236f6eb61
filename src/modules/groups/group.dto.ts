import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_EMAIL, Flag, Id, Text, Time, Whole } from '#server/common/members.decorator';
import { pageOf } from '#server/common/page.dto';

export class GroupDto {
  @Id() readonly id: string;
  @Id() readonly account_id: string;
  @Text('AC1234') readonly account_code: string;
  @Text('editors') readonly name: string;
  @Text('Write and publish', { nullable: true }) readonly description: string | null;
  @Flag(false, { description: 'Whether it comes with the account, and stays' }) readonly is_system: boolean;
  @Whole(1) readonly member_count: number;
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
}

export class GroupMemberDto {
  @Id() readonly id: string;
  @Text(EXAMPLE_EMAIL) readonly email: string;
  @Text('user') readonly role: string;
  @Text('Ada', { nullable: true }) readonly first_name: string | null;
  @Text('Lovelace', { nullable: true }) readonly last_name: string | null;
  @Flag(true) readonly is_active: boolean;
}

export class GroupDetailDto extends GroupDto {
  @ApiProperty({ type: [GroupMemberDto], required: false, description: 'For admins' })
  readonly users?: readonly GroupMemberDto[];
}

export class GroupPageDto extends pageOf(GroupDto) {}
