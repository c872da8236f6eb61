import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, IsIn, IsOptional, Matches } from 'class-validator';
import { MAIL_STATUSES, type MailStatus } from '#application/ports/email-log-store';
import { SENT_MAIL_TYPES, type SentMailType } from '#domain/mail/mail-type';
import { pageQuery } from '#server/common/page-query.dto';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PAGE_SIZE = 25;
/** Larger pages are asked for by older clients, and cut. */
const ACCEPTED_SIZE = 1_000_000;

export class ListLogsDto extends pageQuery(PAGE_SIZE, ACCEPTED_SIZE) {
  @ApiPropertyOptional({ enum: MAIL_STATUSES })
  @IsOptional()
  @IsIn(MAIL_STATUSES)
  readonly status_filter?: MailStatus;

  @ApiPropertyOptional({ enum: MAIL_STATUSES, description: 'Another name of `status_filter`' })
  @IsOptional()
  @IsIn(MAIL_STATUSES)
  readonly status?: MailStatus;

  @ApiPropertyOptional({ enum: SENT_MAIL_TYPES })
  @IsOptional()
  @IsIn(SENT_MAIL_TYPES)
  readonly template_type?: SentMailType;

  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @IsOptional()
  @Matches(UUID, { message: 'must be a UUID' })
  readonly account_id?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'Queued then or later' })
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly start_date?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'Queued then or earlier; a date without a time: until its end',
  })
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly end_date?: string;
}
