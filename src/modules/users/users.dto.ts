import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { EXAMPLE_NEW_PASSWORD, EXAMPLE_PASSWORD } from '#server/common/members.decorator';
import { ProfileDto } from '#server/common/profile.dto';
import { MAX_ROLE_ID, RoleNumber } from './role-number.decorator';

const MAX_EMAIL = 320;
/** Longer than any accepted password, so that it is the password policy that says "too long". */
const MAX_PASSWORD = 1024;
const MAX_ACCOUNT = 255;
const MAX_ROLE = 50;

/** Profile, role and state: what create and update share. */
class UserMembersDto extends ProfileDto {
  @ApiPropertyOptional({ type: 'integer', nullable: true, example: 2 })
  @IsOptional()
  @RoleNumber()
  @IsInt()
  @Min(1)
  @Max(MAX_ROLE_ID)
  readonly role_id?: number | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Instead of `role_id`: the name of the role' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ROLE)
  readonly role?: string | null;

  @ApiPropertyOptional({ type: Boolean, nullable: true })
  @IsOptional()
  @IsBoolean()
  readonly is_active?: boolean | null;
}

export class CreateUserDto extends UserMembersDto {
  @ApiProperty({ type: String, format: 'email' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_EMAIL)
  readonly email: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: EXAMPLE_PASSWORD,
    description: 'Absent: the user gets a mail to set one',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PASSWORD)
  readonly password?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'acme',
    description: 'Superadmins must name one: id, code or slug',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACCOUNT)
  readonly account_id?: string | null;
}

/** Members that are absent or null stay as they are; an empty text clears. */
export class UpdateUserDto extends UserMembersDto {
  @ApiPropertyOptional({ type: String, nullable: true, format: 'email' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_EMAIL)
  readonly email?: string | null;
}

/** Exactly one of them. */
export class SetPasswordDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: EXAMPLE_NEW_PASSWORD })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PASSWORD)
  readonly new_password?: string | null;

  @ApiPropertyOptional({ nullable: true, type: String, description: 'As `new_password`, for older clients' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PASSWORD)
  readonly password?: string | null;

  @ApiPropertyOptional({ nullable: true, type: Boolean, description: 'The user gets a mail to set one' })
  @IsOptional()
  @IsBoolean()
  readonly send_reset_link?: boolean | null;
}
