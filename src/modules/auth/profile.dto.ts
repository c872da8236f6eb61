import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { MAX_EMAIL, MAX_PASSWORD } from './auth.dto';

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
