import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { EXAMPLE_EMAIL, EXAMPLE_TOKEN } from '#server/common/members.decorator';
import { MAX_ACCOUNT, MAX_EMAIL, MAX_TOKEN } from './auth.dto';

export class SendVerificationDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'email',
    example: EXAMPLE_EMAIL,
    description: 'Absent: the address of the session that asks',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_EMAIL)
  readonly email?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Id, code or slug; absent: every account where the address waits for its proof',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACCOUNT)
  readonly account?: string | null;
}

/** A secret from a mail. */
export class MailedTokenDto {
  @ApiProperty({ type: String, example: EXAMPLE_TOKEN })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TOKEN)
  readonly token: string;
}
