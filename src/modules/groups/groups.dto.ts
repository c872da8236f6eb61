import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { LABELS } from '#domain/accounts/label';
import { PageQueryDto } from '#server/common/page-query.dto';

const { maxName: MAX_NAME, maxDescription: MAX_DESCRIPTION } = LABELS.group;
const MAX_ID = 36;
const MAX_SEARCH = 100;
const MAX_LIMIT = 100;

export class UpdateGroupDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: MAX_NAME })
  @ValidateIf((_body, value) => value !== undefined)
  @IsString()
  @MaxLength(MAX_NAME)
  readonly name?: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_DESCRIPTION })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION)
  readonly description?: string | null;
}

export class CreateGroupDto {
  @ApiProperty({ minLength: 1, maxLength: MAX_NAME })
  @IsString()
  @MaxLength(MAX_NAME)
  readonly name: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_DESCRIPTION })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION)
  readonly description?: string | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'For superadmins; by default the own account' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  readonly account_id?: string | null;
}

export class AddMemberDto {
  @ApiProperty({ format: 'uuid' })
  @IsString()
  @MaxLength(MAX_ID)
  readonly user_id: string;
}

export class ListGroupsDto extends PageQueryDto {
  @ApiPropertyOptional({ type: Number, minimum: 0, description: 'With `limit`, instead of page and page_size' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly skip?: number;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: MAX_LIMIT })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  readonly limit?: number;

  @ApiPropertyOptional({ description: 'Part of a name or a description, whatever its case' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SEARCH)
  readonly search?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'For superadmins, who see all accounts otherwise' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  readonly account_id?: string;
}
