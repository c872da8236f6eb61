import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const PAGE_LIMIT = 1_000_000;
const PAGE_SIZE = { default: 25, max: 100 };
const SEARCH_LENGTH = 100;

export class ListCollectionsDto {
  @ApiPropertyOptional({ type: Number, minimum: 1, default: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_LIMIT)
  page: number = 1;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: PAGE_SIZE.max, default: PAGE_SIZE.default })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_SIZE.max)
  page_size: number = PAGE_SIZE.default;

  @ApiPropertyOptional({ type: String, enum: ['created_at', 'updated_at', 'name', 'table_name', 'id'] })
  @IsOptional()
  @IsString()
  sort_by: string = 'created_at';

  @ApiPropertyOptional({ type: String, enum: ['asc', 'desc'] })
  @IsOptional()
  @IsString()
  sort_order: string = 'desc';

  @ApiPropertyOptional({ type: String, description: 'Part of a name or an id, whatever its case' })
  @IsOptional()
  @IsString()
  @MaxLength(SEARCH_LENGTH)
  search: string = '';
}
