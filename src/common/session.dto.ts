import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_EMAIL, EXAMPLE_TOKEN, Flag, Id, Text, Texts, Time, Whole } from './members.decorator';

export const TOKEN_TYPES = ['jwt', 'api_key'] as const;
/** How the caller proved to be the user, in the words of published clients. */
export type TokenType = (typeof TOKEN_TYPES)[number];

export class SessionUserDto {
  @Id() readonly id: string;
  @Text(EXAMPLE_EMAIL) readonly email: string;
  @Text('admin', { description: 'The name of the role' }) readonly role: string;
  @Id() readonly account_id: string;
  @Texts(['editors'], { description: 'Names of groups' }) readonly groups: readonly string[];
  @Flag(true) readonly is_active: boolean;
  @Flag(true) readonly email_verified: boolean;
  @Time() readonly created_at: string;
  @Time({ nullable: true }) readonly last_login: string | null;

  @ApiProperty({ enum: TOKEN_TYPES, example: 'jwt' })
  readonly token_type: TokenType;
}

export class SessionAccountDto {
  @Id() readonly id: string;
  @Text('AC1234', { description: 'For people to read out' }) readonly account_code: string;
  @Text('acme') readonly slug: string;
  @Text('Acme') readonly name: string;
  @Time() readonly created_at: string;
}

export class SessionDto {
  @Text(EXAMPLE_TOKEN, { description: 'Sent as Authorization: Bearer …' }) readonly token: string;
  @Text(EXAMPLE_TOKEN, { description: 'Gets the next token; can be used once' }) readonly refresh_token: string;
  @Whole(3600, { description: 'Seconds until the token expires' }) readonly expires_in: number;
  @ApiProperty({ type: SessionUserDto }) readonly user: SessionUserDto;
  @ApiProperty({ type: SessionAccountDto }) readonly account: SessionAccountDto;
}

export class NamedUserDto extends SessionUserDto {
  @Text('Ada', { nullable: true }) readonly first_name: string | null;
  @Text('Lovelace', { nullable: true }) readonly last_name: string | null;
  @Text(null, { nullable: true }) readonly avatar_url: string | null;
}

/** Clients read it flat or nested; one body serves both. */
export class CurrentUserDto extends NamedUserDto {
  @Id({ description: 'The same as `id`' }) readonly user_id: string;
  @ApiProperty({ type: NamedUserDto }) readonly user: NamedUserDto;
  @ApiProperty({ type: SessionAccountDto }) readonly account: SessionAccountDto;
}
