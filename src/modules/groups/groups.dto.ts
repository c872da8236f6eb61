import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { LABELS } from '#domain/accounts/label';
import { labelChange, newLabel } from '#server/common/label.dto';
import { MAX_PAGE_SIZE, PageQueryDto } from '#server/common/page-query.dto';
import { WholeNumber } from '#server/common/whole-number.decorator';

const MAX_ID = 36;
const MAX_SEARCH = 100;

export class UpdateGroupDto extends labelChange(LABELS.group) {}

export class CreateGroupDto extends newLabel(LABELS.group) {
  @ApiPropertyOptional({
    nullable: true,
    type: String,
    format: 'uuid',
    description: 'For superadmins; by default the own account',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  readonly account_id?: string | null;
}

export class AddMemberDto {
  @ApiProperty({ type: String, format: 'uuid' })
  @IsString()
  @MaxLength(MAX_ID)
  readonly user_id: string;
}

export class ListGroupsDto extends PageQueryDto {
  @WholeNumber({ minimum: 0, description: 'With `limit`, instead of page and page_size' })
  readonly skip?: number;

  @WholeNumber({ minimum: 1, maximum: MAX_PAGE_SIZE })
  readonly limit?: number;

  @ApiPropertyOptional({ type: String, description: 'Part of a name or a description, whatever its case' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SEARCH)
  readonly search?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'For superadmins, who see all accounts otherwise' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  readonly account_id?: string;
}
