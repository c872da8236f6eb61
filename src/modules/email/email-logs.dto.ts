import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsISO8601, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { MAIL_STATUSES, type MailStatus } from '#application/ports/email-log-store';
import { MAIL_TYPES, type MailType } from '#domain/mail/mail-type';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAX_PAGE = 1_000_000;
/** Larger pages are asked for by older clients, and cut. */
export const PAGE_SIZE = { default: 25, max: 100, asked: 1_000_000 };

export class ListLogsDto {
  @ApiPropertyOptional({ enum: MAIL_STATUSES })
  @IsOptional()
  @IsIn(MAIL_STATUSES)
  readonly status_filter?: MailStatus;

  @ApiPropertyOptional({ enum: MAIL_STATUSES, description: 'Another name of `status_filter`' })
  @IsOptional()
  @IsIn(MAIL_STATUSES)
  readonly status?: MailStatus;

  @ApiPropertyOptional({ enum: MAIL_TYPES })
  @IsOptional()
  @IsIn(MAIL_TYPES)
  readonly template_type?: MailType;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @Matches(UUID, { message: 'must be a UUID' })
  readonly account_id?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Queued then or later' })
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly start_date?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Queued then or earlier; a date without a time: until its end',
  })
  @IsOptional()
  @IsISO8601({ strict: true })
  readonly end_date?: string;

  @ApiPropertyOptional({ type: Number, minimum: 1, default: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  readonly page: number = 1;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: PAGE_SIZE.max, default: PAGE_SIZE.default })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(PAGE_SIZE.asked)
  readonly page_size: number = PAGE_SIZE.default;
}
