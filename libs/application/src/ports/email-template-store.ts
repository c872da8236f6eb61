/** Templates that operators wrote. Those of the server are not rows: see libs/domain/src/mail/built-in-templates.ts. */
import type { EmailTemplate, TemplateTexts } from '#domain/mail/email-template';
import type { MailType } from '#domain/mail/mail-type';
import type { Transaction } from './transactions';

export type TemplateChange = Partial<TemplateTexts & Pick<EmailTemplate, 'enabled'>>;

export abstract class EmailTemplateStore {
  /** false: the account already has a template for this type and locale, or one has this id. */
  abstract insertIfFree(tx: Transaction, template: EmailTemplate): Promise<boolean>;

  /** false: there is no such template. */
  abstract update(tx: Transaction, id: string, change: TemplateChange, now: string): Promise<boolean>;

  /** false: there is no such template. */
  abstract delete(tx: Transaction, id: string): Promise<boolean>;

  abstract find(id: string): Promise<EmailTemplate | null>;

  abstract list(): Promise<EmailTemplate[]>;

  /** The templates of the account and of the system account. */
  abstract findCandidates(accountId: string, type: MailType, locales: readonly string[]): Promise<EmailTemplate[]>;
}
