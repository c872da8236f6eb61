import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MAX_SCOPES, SCOPE_GRAMMAR } from '#domain/auth/key-scope';
import { ArrayMaxSize, IsArray, IsISO8601, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { MAX_PAGE_SIZE } from '#server/common/page-query.dto';
import { WholeNumber } from '#server/common/whole-number.decorator';

const MIN_NAME = 3;
const MAX_NAME = 100;
/** Longer than every name of a collection with an operation. */
const MAX_SCOPE = 100;

export class CreateApiKeyDto {
  @ApiProperty({ type: String, minLength: MIN_NAME, maxLength: MAX_NAME })
  @IsString()
  @MinLength(MIN_NAME)
  @MaxLength(MAX_NAME)
  readonly name: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'Absent: as the operator set it; by default, never',
  })
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly expires_at?: string | null;

  @ApiPropertyOptional({
    nullable: true,
    type: [String],
    maxItems: MAX_SCOPES,
    example: ['posts:read', 'comments:create'],
    description: `Each ${SCOPE_GRAMMAR}. Empty: everything that the owner may, for superadmins only`,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_SCOPES)
  @IsString({ each: true })
  @MaxLength(MAX_SCOPE, { each: true })
  readonly scopes?: string[] | null;
}

export class ListApiKeysDto {
  @WholeNumber({ minimum: 0 })
  readonly offset?: number;

  @WholeNumber({ minimum: 1, maximum: MAX_PAGE_SIZE })
  readonly limit?: number;
}
