import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

const MAX_NAME = 100;
const MAX_URL = 500;

/** A user's names and picture; absent members stay, null clears. */
export class ProfileDto {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_NAME, example: 'Ada' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_NAME)
  readonly first_name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_NAME, example: 'Lovelace' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_NAME)
  readonly last_name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_URL, format: 'uri' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_URL)
  readonly avatar_url?: string | null;
}
