import type { EmailLog } from '#application/ports/email-log-store';
import type { ComposedMail } from '#application/mail/compose-mail';
import { findBuiltIn } from '#domain/mail/built-in-templates';
import type { EmailTemplate } from '#domain/mail/email-template';
import type { EmailLogDto, EmailTemplateDto, RenderedMailDto } from './email.dto';

export function presentTemplate(template: EmailTemplate): EmailTemplateDto {
  const { id, accountId, type, locale, subject, htmlBody, textBody, enabled, createdAt, updatedAt } = template;
  return {
    id,
    account_id: accountId,
    template_type: type,
    locale,
    subject,
    html_body: htmlBody,
    text_body: textBody,
    enabled,
    is_builtin: findBuiltIn(id) !== null,
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

export function presentMail({ subject, html, text }: ComposedMail): RenderedMailDto {
  return { subject, html_body: html, text_body: text };
}

export function presentLog(log: EmailLog): EmailLogDto {
  const { id, accountId, type, locale, recipient, provider, status, attempts, errorMessage, variables } = log;
  return {
    id,
    account_id: accountId,
    template_type: type,
    locale,
    recipient_email: recipient,
    provider,
    status,
    attempts,
    error_message: errorMessage,
    variables,
    created_at: log.createdAt,
    // Published clients take a time for granted.
    sent_at: log.sentAt ?? log.createdAt,
  };
}
