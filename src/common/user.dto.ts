import { ApiProperty } from '@nestjs/swagger';
import { AUTH_PROVIDERS, type AuthProvider } from '#application/ports/users';
import { EXAMPLE_EMAIL, Flag, Id, Nothing, Text, Texts, Time, Whole } from './members.decorator';

/** A user as admins see it. */
export class UserDto {
  @Id() readonly id: string;
  @Text(EXAMPLE_EMAIL) readonly email: string;
  @Id() readonly account_id: string;
  @Text('AC1234') readonly account_code: string;
  @Text('Acme') readonly account_name: string;
  @Text('admin') readonly role: string;
  @Whole(1) readonly role_id: number;
  @Text('admin', { description: 'The same as `role`' }) readonly role_name: string;
  @Texts(['editors'], { description: 'Names of groups' }) readonly groups: readonly string[];
  @Flag(true, { description: 'Whether the user may log in' }) readonly is_active: boolean;
  @Flag(true) readonly email_verified: boolean;
  @Time({ nullable: true }) readonly email_verified_at: string | null;
  @Text('Ada', { nullable: true }) readonly first_name: string | null;
  @Text('Lovelace', { nullable: true }) readonly last_name: string | null;
  @Text(null, { nullable: true }) readonly avatar_url: string | null;
  @ApiProperty({ enum: AUTH_PROVIDERS, example: 'password' }) readonly auth_provider: AuthProvider;
  @Nothing() readonly auth_provider_name: null;
  @Text(null, { nullable: true, description: 'Of the issuer of its tokens' }) readonly external_id: string | null;
  @Nothing() readonly external_email: null;
  @Nothing() readonly profile_data: null;
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
  @Time({ nullable: true }) readonly last_login: string | null;
  @ApiProperty({ enum: ['jwt'], example: 'jwt' }) readonly token_type: 'jwt';
}
