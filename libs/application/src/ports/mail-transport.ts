/** Sends mails to a mail server, or to a folder where there is none. */
import type { SentMailType } from '#domain/mail/mail-type';

export interface OutgoingMail {
  /** The same at every attempt, so that a mailbox can recognise a repetition. */
  readonly id: string;
  readonly type: SentMailType;
  readonly recipient: string;
  readonly subject: string;
  /** '': the mail is plain text. */
  readonly html: string;
  readonly text: string;
}

export abstract class MailTransport {
  /** The name in the mail log. */
  abstract readonly provider: string;

  /** Rejects when the mail was not taken, with a text that operators may read. */
  abstract send(mail: OutgoingMail): Promise<void>;
}
