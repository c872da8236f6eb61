import type { EmailLogFilter } from '#application/ports/email-log-store';
import type { TemplateChange } from '#application/ports/email-template-store';
import { invalidFields } from '#domain/kernel/errors';
import type { ListLogsDto } from './email-logs.dto';
import type { UpdateTemplateDto } from './email-templates.dto';

const DATE_ALONE = /^\d{4}-?\d{2}-?\d{2}$/;
const MS_PER_DAY = 86_400_000;

/** Members that are null or absent stay as they are. */
export function templateChange({ subject, html_body, text_body, enabled }: UpdateTemplateDto): TemplateChange {
  return {
    ...given('subject', subject),
    ...given('htmlBody', html_body),
    ...given('textBody', text_body),
    ...given('enabled', enabled),
  };
}

export function logFilter(query: ListLogsDto): EmailLogFilter {
  const { status, status_filter, template_type, account_id, start_date, end_date } = query;
  return {
    ...given('status', status_filter ?? status),
    ...given('type', template_type),
    ...given('accountId', account_id),
    ...given('from', start_date && new Date(timeOf('start_date', start_date)).toISOString()),
    ...given('to', end_date && endOf(end_date)),
  };
}

function endOf(date: string): string {
  const time = timeOf('end_date', date);
  return new Date(DATE_ALONE.test(date) ? time + MS_PER_DAY - 1 : time).toISOString();
}

/** ISO 8601 also has weeks and ordinal days, which no Date can be made of. */
function timeOf(field: string, text: string): number {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  const message = `Invalid ${field} format: must be a date like 2026-01-31 or a time like 2026-01-31T12:00:00Z`;
  throw invalidFields('REQUEST_INVALID', [{ field, code: 'invalid_value', message }]);
}

export function given<K extends string, T>(key: K, value: T | null | undefined): { readonly [key in K]?: T } {
  return (value === null || value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: T };
}
