import { ApiProperty } from '@nestjs/swagger';
import { Flag, Id, Text, Texts, Time, Whole } from '#server/common/members.decorator';

export class ApiKeyDto {
  @Id() readonly id: string;
  @Text('deployment') readonly name: string;
  @Text('sb_ak.…7f3e', { description: 'The end of it; the whole key only when it is created' }) readonly key: string;
  @Time({ nullable: true }) readonly last_used_at: string | null;
  @Time({ nullable: true, description: 'null: never' }) readonly expires_at: string | null;
  @Flag(true) readonly is_active: boolean;
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
  @Texts(['posts:read'], { description: 'Empty: everything that the owner may' }) readonly scopes: readonly string[];
}

export class ApiKeyListDto {
  @ApiProperty({ type: [ApiKeyDto] }) readonly items: readonly ApiKeyDto[];
  @Whole(1) readonly total: number;
}
