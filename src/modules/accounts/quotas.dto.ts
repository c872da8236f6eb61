import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

const MAX_RATE = 1_000_000;
const QUOTA = {
  type: 'integer',
  nullable: true,
  minimum: 0,
  example: 1000,
  description: 'null: the default; 0: any number',
} as const;

export class QuotasDto {
  @ApiPropertyOptional({ ...QUOTA, description: 'Bytes of records and kept answers. null: the default; 0: any number' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly storage?: number | null;

  @ApiPropertyOptional(QUOTA)
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly records?: number | null;

  @ApiPropertyOptional({ ...QUOTA, maximum: MAX_RATE })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_RATE)
  readonly requests_per_minute?: number | null;
}
