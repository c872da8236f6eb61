import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { USER_SORTS } from '#application/ports/users';
import { MAX_PAGE, MAX_PAGE_SIZE } from '#server/common/page-query.dto';
import { EXAMPLE_NEW_PASSWORD, EXAMPLE_PASSWORD } from '#server/common/members.decorator';
import { ProfileDto } from '#server/common/profile.dto';
import { WholeNumber } from '#server/common/whole-number.decorator';

const MAX_EMAIL = 320;
/** Longer than any accepted password, so that it is the password policy that says "too long". */
const MAX_PASSWORD = 1024;
const MAX_ACCOUNT = 255;
const MAX_ROLE = 50;
const MAX_ROLE_ID = 999_999_999;
const MAX_SEARCH = 255;
const MAX_SORT = 50;
const DIGITS = /^[0-9]{1,9}$/;

/** Clients send the numbers of roles as numbers and as texts. */
const RoleNumber = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && DIGITS.test(value) ? Number(value) : value,
  );

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
