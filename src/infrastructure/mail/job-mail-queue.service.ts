import { Injectable } from '@nestjs/common';
import { MailSettings } from '#application/mail/mail-settings';
import { SEND_EMAIL, type SendMailPayload } from '#application/mail/send-mail';
import { EmailLogStore } from '#application/ports/email-log-store';
import { JobQueue } from '#application/ports/job-queue';
import { MailQueue, type QueuedMail, type WrittenMail } from '#application/ports/mail-queue';
import { MailTransport } from '#application/ports/mail-transport';
import type { Transaction } from '#application/ports/transactions';
import { isoTime } from '#domain/kernel/clock';
import { newId, timestampOfId } from '#domain/kernel/ids';
import { DEFAULT_LOCALE, parseLocale } from '#domain/mail/locale';
import { HOOK_MAIL, type SentMailType } from '#domain/mail/mail-type';
import { isSecretVariable, type MailVariables } from '#domain/mail/mail-variables';
import { AccountEntity } from '../database/entities/account.entity';
import { managerOf } from '../database/lanes/transaction';

const MAX_ATTEMPTS = 5;
/** The next delays are 4, 8 and 16 minutes: most mail servers are back by then, and most links in mails still work. */
const RETRY_DELAY_SECONDS = 120;
/**
 * The mails of one account to one address in an hour. An account's admin, which anybody becomes by registering, can cause
 * mails in many ways; together they must not fill a stranger's mailbox.
 */
const MAX_PER_HOUR = 20;
const HOUR_MS = 3_600_000;
const TOO_MANY = 'Not sent: this address has had too many mails within an hour';

/** What the log keeps of a mail, and what is sealed. */
type Separated = Omit<QueuedMail, 'type'> &
  Partial<Pick<WrittenMail, 'hooks'>> & { readonly type: SentMailType; readonly secrets: MailVariables };

@Injectable()
export class JobMailQueue extends MailQueue {
  constructor(
    private readonly jobs: JobQueue,
    private readonly logs: EmailLogStore,
    private readonly transport: MailTransport,
    private readonly settings: MailSettings,
  ) {
    super();
  }

  override add(tx: Transaction, mail: QueuedMail): Promise<void> {
    return this.queue(tx, { ...mail, ...separated(mail) });
  }

  override addWritten(tx: Transaction, { subject, html, text, ...mail }: WrittenMail): Promise<void> {
    return this.queue(tx, { ...mail, type: HOOK_MAIL, variables: { subject }, secrets: { subject, html, text } });
  }

  private async queue(tx: Transaction, mail: Separated): Promise<void> {
    const id = newId();
    const { variables, secrets } = mail;
    const isTooMany = await this.isTooMany(tx, mail);
    await this.logs.insert(tx, {
      id,
      accountId: mail.accountId,
      type: mail.type,
      locale: await localeOf(tx, mail),
      recipient: mail.recipient,
      provider: this.transport.provider,
      status: isTooMany ? 'failed' : 'pending',
      attempts: 0,
      errorMessage: isTooMany ? TOO_MANY : null,
      variables,
      createdAt: timestampOfId(id),
      sentAt: null,
    });
    if (isTooMany) return;
    const { templateId = null, hooks } = mail;
    const payload: SendMailPayload = { log_id: id, template_id: templateId, ...(hooks === undefined ? {} : { hooks }) };
    await this.jobs.add(tx, {
      handler: SEND_EMAIL,
      payload: { ...payload },
      ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
      accountId: mail.accountId,
      maxAttempts: MAX_ATTEMPTS,
      retryDelaySeconds: RETRY_DELAY_SECONDS,
    });
  }

  override link(path: string, token: string): string {
    return `${this.settings.appUrl}${path}?token=${encodeURIComponent(token)}`;
  }

  /** Operators may try a template as often as they like. */
  private async isTooMany(tx: Transaction, { accountId, recipient, templateId }: Separated): Promise<boolean> {
    if (templateId !== undefined) return false;
    const since = isoTime(Date.parse(tx.now) - HOUR_MS);
    return (await this.logs.countSince(tx, accountId, recipient, since)) >= MAX_PER_HOUR;
  }
}

async function localeOf(tx: Transaction, { locale, accountId }: Separated): Promise<string> {
  const wanted = locale ?? (await managerOf(tx).findOneBy(AccountEntity, { id: accountId }))?.locale;
  return parseLocale(wanted ?? '') ?? DEFAULT_LOCALE;
}

/** Takes secrets out of the variables, even where a feature forgot that a link or a token is one. */
function separated(mail: QueuedMail): { variables: MailVariables; secrets: MailVariables } {
  const forgotten = Object.entries(mail.variables).filter(([name]) => isSecretVariable(name));
  const plain = Object.entries(mail.variables).filter(([name]) => !isSecretVariable(name));
  return {
    variables: Object.fromEntries(plain),
    secrets: { ...Object.fromEntries(forgotten), ...mail.secrets },
  };
}
