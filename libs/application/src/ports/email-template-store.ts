/** Templates that operators wrote. Those that come with the server are no rows: see libs/domain/src/mail/built-in-templates.ts. */
import type { EmailTemplate, TemplateTexts } from '#domain/mail/email-template';
import type { MailType } from '#domain/mail/mail-type';
import type { Transaction } from './transactions';

export type TemplateChange = Partial<TemplateTexts & Pick<EmailTemplate, 'enabled'>>;

export abstract class EmailTemplateStore {
  /** false: the account has a template for this type and locale already, or there is one of this id. */
  abstract insertIfFree(tx: Transaction, template: EmailTemplate): Promise<boolean>;

  /** false: there is none. */
  abstract update(tx: Transaction, id: string, change: TemplateChange, now: string): Promise<boolean>;

  /** false: there is none. */
  abstract delete(tx: Transaction, id: string): Promise<boolean>;

  abstract find(id: string): Promise<EmailTemplate | null>;

  abstract list(): Promise<EmailTemplate[]>;

  /** The account's and the system account's. */
  abstract findCandidates(accountId: string, type: MailType, locales: readonly string[]): Promise<EmailTemplate[]>;
}
