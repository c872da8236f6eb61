import { ApiProperty } from '@nestjs/swagger';
import { Text, Time, Whole } from '#server/common/members.decorator';

export class RoleDto {
  @Whole(2) readonly id: number;
  @Text('editor') readonly name: string;
  @Text('Writes and publishes', { nullable: true }) readonly description: string | null;
  @Time({ nullable: true, description: 'null: came with the server' }) readonly created_at: string | null;
  @Time({ nullable: true }) readonly updated_at: string | null;
}

export class RoleListDto {
  @ApiProperty({ type: [RoleDto] }) readonly items: readonly RoleDto[];
  @Whole(1) readonly total: number;
}
