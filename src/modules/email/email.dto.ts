import { ApiProperty } from '@nestjs/swagger';
import { MAIL_STATUSES, type MailStatus } from '#application/ports/email-log-store';
import { MAIL_TYPES, type MailType, SENT_MAIL_TYPES, type SentMailType } from '#domain/mail/mail-type';
import { EXAMPLE_EMAIL, Flag, Id, Text, Time, Whole } from '#server/common/members.decorator';
import { PageBoundsDto } from '#server/common/page.dto';

export class EmailTemplateDto {
  @Id() readonly id: string;
  @Id() readonly account_id: string;
  @ApiProperty({ enum: MAIL_TYPES, example: 'invitation' }) readonly template_type: MailType;
  @Text('en') readonly locale: string;
  @Text('Your invitation to {{ app_name }}') readonly subject: string;
  @Text('<p>Welcome</p>') readonly html_body: string;
  @Text('Welcome') readonly text_body: string;
  @Flag(true) readonly enabled: boolean;
  @Flag(false, { description: 'Whether it came with the server' }) readonly is_builtin: boolean;
  @Time() readonly created_at: string;
  @Time() readonly updated_at: string;
}

export class RenderedMailDto {
  @Text('Your invitation to Acme') readonly subject: string;
  @Text('<p>Welcome</p>') readonly html_body: string;
  @Text('Welcome') readonly text_body: string;
}

export class QueuedTestDto {
  @ApiProperty({ enum: ['success'], example: 'success' }) readonly status: 'success';
  @Text('Test email queued') readonly message: string;
  @ApiProperty({ enum: MAIL_TYPES, example: 'invitation' }) readonly template_type: MailType;
  @Text('en') readonly locale: string;
}

export class EmailLogDto {
  @Id() readonly id: string;
  @Id() readonly account_id: string;
  @ApiProperty({ enum: SENT_MAIL_TYPES, example: 'invitation' }) readonly template_type: SentMailType;
  @Text('en') readonly locale: string;
  @Text(EXAMPLE_EMAIL) readonly recipient_email: string;
  @Text('smtp') readonly provider: string;
  @ApiProperty({ enum: MAIL_STATUSES, example: 'sent' }) readonly status: MailStatus;
  @Whole(1) readonly attempts: number;
  @Text(null, { nullable: true }) readonly error_message: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { app_name: 'Acme' } })
  readonly variables: Readonly<Record<string, string>>;

  @Time() readonly created_at: string;
  @Time({ description: 'As long as it has not been sent: when it was queued' }) readonly sent_at: string;
}

export class EmailLogPageDto extends PageBoundsDto {
  @ApiProperty({ type: [EmailLogDto] }) readonly logs: readonly EmailLogDto[];
}
