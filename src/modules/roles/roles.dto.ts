import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { LABELS } from '#domain/accounts/label';

const { maxName: MAX_NAME, maxDescription: MAX_DESCRIPTION } = LABELS.role;

export class UpdateRoleDto {
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

export class CreateRoleDto {
  @ApiProperty({ minLength: 1, maxLength: MAX_NAME })
  @IsString()
  @MaxLength(MAX_NAME)
  readonly name: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_DESCRIPTION })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION)
  readonly description?: string | null;
}
