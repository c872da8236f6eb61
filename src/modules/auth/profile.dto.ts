import { ApiProperty } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { EXAMPLE_PASSWORD } from '#server/common/members.decorator';
import { MAX_EMAIL, MAX_PASSWORD } from './auth.dto';

export class ChangeEmailDto {
  @ApiProperty({ type: String, format: 'email' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_EMAIL)
  readonly new_email: string;

  @ApiProperty({ type: String, example: EXAMPLE_PASSWORD, description: 'The current password' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PASSWORD)
  readonly password: string;
}
