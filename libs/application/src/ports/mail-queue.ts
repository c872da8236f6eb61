/** Takes mails inside the unit that causes them. A durable job sends them after the commit, apart from the request. */
import type { MailType } from '#domain/mail/mail-type';
import type { Transaction } from './transactions';

export interface QueuedMail {
  /** The account whose templates are used and whose log lists the mail. */
  readonly accountId: string;
  readonly type: MailType;
  readonly recipient: string;
  /** BCP 47; absent: the account's locale. */
  readonly locale?: string;
  /** For the template; kept in the mail log as they are. */
  readonly variables: Readonly<Record<string, string>>;
  /** For the template too, but encrypted until the mail is sent and then deleted: tokens, and links that hold them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** A template to use, enabled or not, instead of the one that the account's mails of the type use. */
  readonly templateId?: string;
}

/** A mail whose texts are given. They are encrypted until it is sent and then deleted; the log keeps the subject. */
export interface WrittenMail {
  readonly accountId: string;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  /** '': it is plain text. */
  readonly html: string;
  /** The ids of the hooks that lead to it, from the outermost. */
  readonly hooks: readonly string[];
}

export abstract class MailQueue {
  abstract add(tx: Transaction, mail: QueuedMail): Promise<void>;

  abstract addWritten(tx: Transaction, mail: WrittenMail): Promise<void>;

  /** `https://app…/path?token=…`, from the configuration and never from a request. */
  abstract link(path: string, token: string): string;
}
