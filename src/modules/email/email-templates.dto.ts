import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { MAX_HTML_BODY, MAX_SUBJECT, MAX_TEXT_BODY } from '#domain/mail/email-template';
import { MAX_LOCALE } from '#domain/mail/locale';
import { MAIL_TYPES, type MailType } from '#domain/mail/mail-type';
import { IsStringMap } from './is-string-map.decorator';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_ID = 36;
const MAX_ADDRESS = 255;
const MAX_PROVIDER = 100;
const LOCALE = { example: 'de-AT', maxLength: MAX_LOCALE };

export class ListTemplatesDto {
  @ApiPropertyOptional({ enum: MAIL_TYPES })
  @IsOptional()
  @IsIn(MAIL_TYPES)
  readonly template_type?: MailType;

  @ApiPropertyOptional({ type: String, ...LOCALE })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOCALE)
  readonly locale?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @IsOptional()
  @Matches(UUID, { message: 'must be a UUID' })
  readonly account_id?: string;

  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  readonly enabled?: boolean;
}

export class UpdateTemplateDto {
  @ApiPropertyOptional({ type: String, nullable: true, minLength: 1, maxLength: MAX_SUBJECT, example: 'Welcome' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_SUBJECT)
  readonly subject?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_HTML_BODY })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_HTML_BODY)
  readonly html_body?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: MAX_TEXT_BODY })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT_BODY)
  readonly text_body?: string | null;

  @ApiPropertyOptional({ nullable: true, type: Boolean })
  @IsOptional()
  @IsBoolean()
  readonly enabled?: boolean | null;
}

export class CreateTemplateDto {
  @ApiProperty({ enum: MAIL_TYPES })
  @IsIn(MAIL_TYPES)
  readonly template_type: MailType;

  @ApiProperty({ type: String, ...LOCALE })
  @IsString()
  @MaxLength(MAX_LOCALE)
  readonly locale: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'By default the system account, whose texts serve every account',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  readonly account_id?: string | null;

  @ApiProperty({ type: String, minLength: 1, maxLength: MAX_SUBJECT })
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_SUBJECT)
  readonly subject: string;

  @ApiProperty({ type: String, maxLength: MAX_HTML_BODY })
  @IsString()
  @MaxLength(MAX_HTML_BODY)
  readonly html_body: string;

  @ApiProperty({ type: String, maxLength: MAX_TEXT_BODY })
  @IsString()
  @MaxLength(MAX_TEXT_BODY)
  readonly text_body: string;

  @ApiPropertyOptional({ type: Boolean, nullable: true, description: 'Default: true' })
  @IsOptional()
  @IsBoolean()
  readonly enabled?: boolean | null;
}

export class RenderTemplateDto {
  @ApiProperty({ enum: MAIL_TYPES })
  @IsIn(MAIL_TYPES)
  readonly template_type: MailType;

  @ApiPropertyOptional({ nullable: true, type: 'object', additionalProperties: { type: 'string' } })
  @IsOptional()
  @IsStringMap()
  readonly variables?: Record<string, string> | null;

  @ApiPropertyOptional({ type: String, ...LOCALE })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOCALE)
  readonly locale?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'Whose templates; by default those of the system account',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ID)
  readonly account_id?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_SUBJECT,
    description: 'Instead of the stored one',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SUBJECT)
  readonly subject?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_HTML_BODY,
    description: 'Instead of the stored one',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_HTML_BODY)
  readonly html_body?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_TEXT_BODY,
    description: 'Instead of the stored one',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT_BODY)
  readonly text_body?: string | null;
}

export class SendTestDto {
  @ApiProperty({ type: String, format: 'email', maxLength: MAX_ADDRESS })
  @ValidateIf(({ recipient, recipient_email }: SendTestDto) => recipient_email !== undefined || recipient === undefined)
  @IsString()
  @MaxLength(MAX_ADDRESS)
  readonly recipient_email?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'email',
    deprecated: true,
    description: 'What earlier clients call `recipient_email`',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ADDRESS)
  readonly recipient?: string;

  @ApiPropertyOptional({ nullable: true, type: 'object', additionalProperties: { type: 'string' } })
  @IsOptional()
  @IsStringMap()
  readonly variables?: Record<string, string> | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Sent by clients; there is one way to send mail' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PROVIDER)
  readonly provider?: string | null;
}
