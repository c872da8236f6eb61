/** What became of every mail. */
import type { SentMailType } from '#domain/mail/mail-type';
import type { Transaction } from './transactions';

export const MAIL_STATUSES = ['pending', 'sent', 'failed'] as const;
export type MailStatus = (typeof MAIL_STATUSES)[number];

export interface EmailLog {
  readonly id: string;
  readonly accountId: string;
  readonly type: SentMailType;
  /** The locale that was asked for. */
  readonly locale: string;
  readonly recipient: string;
  readonly provider: string;
  readonly status: MailStatus;
  readonly attempts: number;
  readonly errorMessage: string | null;
  /** Without the secrets that the mail carried. */
  readonly variables: Readonly<Record<string, string>>;
  readonly createdAt: string;
  readonly sentAt: string | null;
}

/** How an attempt ended. */
export type EmailLogChange = Pick<EmailLog, 'provider' | 'status' | 'attempts' | 'errorMessage' | 'sentAt'>;

export interface EmailLogFilter {
  readonly status?: MailStatus;
  readonly type?: SentMailType;
  readonly accountId?: string;
  /** Created then or later; ISO 8601. */
  readonly from?: string;
  readonly to?: string;
}

export abstract class EmailLogStore {
  abstract insert(tx: Transaction, log: EmailLog): Promise<void>;

  abstract update(tx: Transaction, id: string, change: EmailLogChange): Promise<void>;

  /** How many mails the account has had for this address, in whatever case it is written. */
  abstract countSince(tx: Transaction, accountId: string, recipient: string, since: string): Promise<number>;

  abstract find(id: string): Promise<EmailLog | null>;

  /** Newest first. */
  abstract list(filter: EmailLogFilter, skip: number, limit: number): Promise<{ items: EmailLog[]; total: number }>;
}
