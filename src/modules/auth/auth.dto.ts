import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { EXAMPLE_PASSWORD, EXAMPLE_TOKEN } from '#server/common/members.decorator';
import { LenientBody } from '#server/common/lenient.decorator';

export const MAX_EMAIL = 320;
/** Longer than any accepted password, so that it is the password policy that says "too long". */
export const MAX_PASSWORD = 1024;
export const MAX_ACCOUNT = 255;
export const MAX_TOKEN = 4096;

export class EmailDto {
  @ApiProperty({ type: String, format: 'email' })
  @IsString({ message: 'email must be a text: the address of the user, who has no other name to sign in with' })
  @IsNotEmpty()
  @MaxLength(MAX_EMAIL)
  readonly email: string;
}

/** Sign-up forms send whatever they ask for, such as a repeated password. */
@LenientBody()
export class RegisterDto extends EmailDto {
  @ApiProperty({
    type: String,
    example: EXAMPLE_PASSWORD,
    description: 'At least 12 characters with upper case, lower case, digit and special character',
  })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  readonly password: string;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'Acme' })
  @IsOptional()
  @IsString()
  readonly account_name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Made of the name when absent' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACCOUNT)
  readonly account_slug?: string | null;
}

@LenientBody()
export class LoginDto extends EmailDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: 'acme', description: 'Id, code or slug' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACCOUNT)
  readonly account?: string | null;

  @ApiProperty({ type: String, example: EXAMPLE_PASSWORD })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  readonly password: string;
}

export class RefreshDto {
  @ApiProperty({ type: String, example: EXAMPLE_TOKEN })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TOKEN)
  readonly refresh_token: string;

  /** As the decorators have it, which take a tenth of the main thread's time for a refresh. */
  static accept(body: Readonly<Record<string, unknown>>): RefreshDto | null {
    const { refresh_token: token, ...others } = body;
    if (typeof token !== 'string' || token === '' || token.length > MAX_TOKEN) return null;
    if (Object.keys(others).length > 0) return null;
    return Object.assign(new RefreshDto(), { refresh_token: token });
  }
}

export class LogoutDto {
  @ApiPropertyOptional({ type: String, nullable: true, example: EXAMPLE_TOKEN })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TOKEN)
  readonly refresh_token?: string | null;

  @ApiPropertyOptional({ type: Boolean, nullable: true, description: 'End every session of the user' })
  @IsOptional()
  @IsBoolean()
  readonly all?: boolean | null;
}
