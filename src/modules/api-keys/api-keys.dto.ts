import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsISO8601, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';

const MIN_NAME = 3;
const MAX_NAME = 100;
const MAX_PAGE = 100;

export class CreateApiKeyDto {
  @ApiProperty({ minLength: MIN_NAME, maxLength: MAX_NAME })
  @IsString()
  @MinLength(MIN_NAME)
  @MaxLength(MAX_NAME)
  readonly name: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Absent: does not expire' })
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly expires_at?: string | null;

  @ApiPropertyOptional({ type: [String], description: 'Must be empty: a key has its owner’s rights' })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  readonly scopes?: string[] | null;
}

export class ListApiKeysDto {
  @ApiPropertyOptional({ minimum: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  readonly offset?: number;

  @ApiPropertyOptional({ minimum: 1, maximum: MAX_PAGE })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  readonly limit?: number;
}
