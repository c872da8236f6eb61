import { ApiHideProperty, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { EXAMPLE_NEW_PASSWORD, EXAMPLE_PASSWORD } from '#server/common/members.decorator';
import { EmailDto, MAX_ACCOUNT, MAX_PASSWORD } from './auth.dto';
import { MailedTokenDto } from './verification.dto';

export class ForgotPasswordDto extends EmailDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: 'acme', description: 'Id, code or slug' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACCOUNT)
  readonly account?: string | null;
}

export class ResetPasswordDto extends MailedTokenDto {
  @ApiProperty({ type: String, required: true, example: EXAMPLE_NEW_PASSWORD })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PASSWORD)
  readonly new_password?: string | null;

  /** As older clients write it. */
  @ApiHideProperty()
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PASSWORD)
  readonly newPassword?: string | null;
}

export class ChangePasswordDto {
  @ApiProperty({ type: String, example: EXAMPLE_PASSWORD })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  readonly current_password: string;

  @ApiProperty({ type: String, example: EXAMPLE_NEW_PASSWORD })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  readonly new_password: string;
}
