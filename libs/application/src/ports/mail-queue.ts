/** Mails, taken inside the unit that causes them and sent after its commit by a durable job: never part of a request's fate. */
import type { MailType } from '#domain/mail/mail-type';
import type { Transaction } from './transactions';

export interface QueuedMail {
  /** The account whose templates are used and in whose log the mail stands. */
  readonly accountId: string;
  readonly type: MailType;
  readonly recipient: string;
  /** BCP 47; absent: the account's. */
  readonly locale?: string;
  /** For the template; kept in the mail log as they are. */
  readonly variables: Readonly<Record<string, string>>;
  /** For the template too, but sealed until the mail is sent and then forgotten: tokens, and links that hold them. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** This one, enabled or not, instead of the one that the account's mails of the type use. */
  readonly templateId?: string;
}

/** A mail whose texts are given. They are sealed until it is sent and then forgotten; the log keeps the subject. */
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
