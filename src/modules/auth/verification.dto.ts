import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { MAX_ACCOUNT, MAX_EMAIL, MAX_TOKEN } from './auth.dto';

export class SendVerificationDto {
  @ApiPropertyOptional({ format: 'email', description: 'Absent: the address of the session that asks' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_EMAIL)
  readonly email?: string | null;

  @ApiPropertyOptional({ description: 'Id, code or slug; absent: every account where the address waits for its proof' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACCOUNT)
  readonly account?: string | null;
}

/** A secret from a mail. */
export class MailedTokenDto {
  @ApiProperty()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TOKEN)
  readonly token: string;
}
