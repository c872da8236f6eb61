import { MailTransport } from '#application/ports/mail-transport';

/** Production without a mail server: nobody would look for mails in a folder there, so each attempt says what is missing. */
export class MissingMailTransport extends MailTransport {
  static readonly REASON = 'No mail server is configured (SNACKBASE_SMTP_HOST)';
  override readonly provider = 'unknown';

  override send(): Promise<void> {
    return Promise.reject(new Error(MissingMailTransport.REASON));
  }
}
