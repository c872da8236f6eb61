import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { INVITATION_STATUSES, type InvitationStatus } from '#domain/invitations/invitation';
import { EXAMPLE_PASSWORD } from '#server/common/members.decorator';
import { PageQueryDto } from '#server/common/page-query.dto';

const MAX_EMAIL = 320;
const MAX_ID = 36;
const MAX_ROLE = 50;
const MAX_ROLE_ID = 9;
const MAX_GROUPS = 50;
/** Longer than any accepted password, so that it is the password policy that says "too long". */
const MAX_PASSWORD = 1024;

export class CreateInvitationDto {
  @ApiProperty({ type: String, format: 'email' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_EMAIL)
  readonly email: string;

  /** Some clients write it as a number, some as a text. */
  @ApiPropertyOptional({ type: String, nullable: true, description: 'A number, or the number as a text' })
  @IsOptional()
  @Transform(({ value }: TransformFnParams): unknown => (typeof value === 'number' ? String(value) : value))
  @IsString()
  @MaxLength(MAX_ROLE_ID)
  readonly role_id?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'user',
    description: 'Its name, instead of role_id. Default: user',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ROLE)
  readonly role?: string | null;

  @ApiPropertyOptional({ type: [String], nullable: true, description: 'Ids of groups of the account' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_GROUPS)
  @IsString({ each: true })
  @MaxLength(MAX_ID, { each: true })
  readonly groups?: string[] | null;

  @ApiPropertyOptional({ type: String, nullable: true, format: 'uuid', description: 'Superadmins must name one' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  readonly account_id?: string | null;
}

export class ListInvitationsDto extends PageQueryDto {
  @ApiPropertyOptional({ enum: INVITATION_STATUSES })
  @IsOptional()
  @IsIn(INVITATION_STATUSES)
  readonly status_filter?: InvitationStatus;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'For superadmins, who see all accounts otherwise' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  readonly account_id?: string;
}

export class AcceptInvitationDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: EXAMPLE_PASSWORD,
    description: 'Without it: the password of the signed-in user, whose address must be the invited one',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PASSWORD)
  readonly password?: string | null;
}
