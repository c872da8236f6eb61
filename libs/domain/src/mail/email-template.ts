/** The Liquid text of one kind of mail in one locale, as an operator edits it; choose-template.ts picks one. */
import type { MailType } from './mail-type';

/** Most of the server's bodies end at 64 KiB, and so must a template with everything around it. */
export const MAX_SUBJECT = 255;
export const MAX_HTML_BODY = 40_000;
export const MAX_TEXT_BODY = 16_000;

export interface TemplateTexts {
  readonly subject: string;
  readonly htmlBody: string;
  readonly textBody: string;
}

export interface EmailTemplate extends TemplateTexts {
  readonly id: string;
  /** A template of the system account serves every account that has none of its own. */
  readonly accountId: string;
  readonly type: MailType;
  readonly locale: string;
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}
