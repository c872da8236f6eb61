import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { pageQuery } from '#server/common/page-query.dto';

const PAGE_SIZE = 25;
const SEARCH_LENGTH = 100;

export class ListCollectionsDto extends pageQuery(PAGE_SIZE) {
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
