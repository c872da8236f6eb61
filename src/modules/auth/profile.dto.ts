import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { MAX_EMAIL, MAX_PASSWORD } from './auth.dto';

const MAX_NAME = 100;
const MAX_URL = 500;

/** Absent members stay, null clears. */
export class UpdateProfileDto {
  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_NAME })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_NAME)
  readonly first_name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_NAME })
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

export class ChangeEmailDto {
  @ApiProperty({ format: 'email' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_EMAIL)
  readonly new_email: string;

  @ApiProperty({ description: 'The current password' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  readonly password: string;
}
