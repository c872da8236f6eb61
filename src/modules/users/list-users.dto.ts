import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { USER_SORTS } from '#application/ports/users';
import { MAX_PAGE, MAX_PAGE_SIZE } from '#server/common/page-query.dto';
import { WholeNumber } from '#server/common/whole-number.decorator';
import { MAX_ROLE_ID, RoleNumber } from './role-number.decorator';

const MAX_ACCOUNT = 255;
const MAX_SEARCH = 255;
const MAX_SORT = 50;

export class ListUsersDto {
  @WholeNumber({ minimum: 1, accepted: MAX_PAGE })
  readonly page?: number;

  @WholeNumber({ minimum: 1, maximum: MAX_PAGE_SIZE })
  readonly page_size?: number;

  @WholeNumber({ minimum: 0, description: 'With `limit`, instead of `page` and `page_size`' })
  readonly skip?: number;

  @WholeNumber({ minimum: 1, maximum: MAX_PAGE_SIZE })
  readonly limit?: number;

  @ApiPropertyOptional({ type: String, description: 'An id' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACCOUNT)
  readonly account_id?: string;

  @ApiPropertyOptional({ type: 'integer' })
  @IsOptional()
  @RoleNumber()
  @IsInt()
  @Min(1)
  @Max(MAX_ROLE_ID)
  readonly role_id?: number;

  @ApiPropertyOptional({ enum: ['true', 'false'] })
  @IsOptional()
  @IsIn(['true', 'false'])
  readonly is_active?: 'true' | 'false';

  @ApiPropertyOptional({ type: String, description: 'Part of the address or the name, in either case' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SEARCH)
  readonly search?: string;

  @ApiPropertyOptional({ type: String, description: `One of ${USER_SORTS.join(', ')}; descending with - before it` })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SORT)
  readonly sort?: string;

  @ApiPropertyOptional({ type: String, enum: USER_SORTS })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SORT)
  readonly sort_by?: string;

  @ApiPropertyOptional({ enum: ['asc', 'desc'] })
  @IsOptional()
  @IsIn(['asc', 'desc'])
  readonly sort_order?: 'asc' | 'desc';
}
