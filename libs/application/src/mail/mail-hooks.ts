/** Hooks around each attempt to hand a mail over: they may change it, or refuse it for good. */
import { parseEmailAddress } from '#domain/auth/email-address';
import type { BeforeMail } from '#domain/hooks/hook-events';
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import type { AfterHooks } from '../kernel/hooks/after-hooks';
import type { BeforeHooks } from '../kernel/hooks/before-hooks';
import { JobDeclined } from '../ports/job-queue';
import type { OutgoingMail } from '../ports/mail-transport';
import { subjectLine } from './compose-mail';

/** As long as the output of a template may be. */
const MAX_BODY_LENGTH = 500_000;

export class MailHooks {
  constructor(
    private readonly before: BeforeHooks,
    private readonly after: AfterHooks,
  ) {}

  /** The mail as it is to be sent. Rejects with JobDeclined when a hook aborts, with any other error when one fails. */
  async beforeSend(ctx: RequestContext, accountId: string, mail: OutgoingMail): Promise<OutgoingMail> {
    if (!this.before.heard.has('on_mailer_before_send')) return mail;
    const payload = payloadOf(accountId, mail);
    try {
      await this.before.run(ctx, 'on_mailer_before_send', payload);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'aborted') throw new JobDeclined(error.message);
      throw error;
    }
    return {
      ...mail,
      recipient: payload.to === mail.recipient ? mail.recipient : checkedAddress(payload.to),
      subject: subjectLine(checkedText('subject', payload.subject)),
      html: checkedText('html', payload.html),
      text: checkedText('text', payload.text),
    };
  }

  afterSend(ctx: RequestContext, accountId: string, mail: OutgoingMail): void {
    if (!this.after.heard.has('on_mailer_after_send')) return;
    this.after.add(ctx, 'on_mailer_after_send', payloadOf(accountId, mail));
  }
}

function payloadOf(accountId: string, { type, recipient: to, subject, html, text }: OutgoingMail): BeforeMail {
  return { type, accountId, to, subject, html, text };
}

function checkedText(name: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= MAX_BODY_LENGTH) return value;
  throw new Error(`A hook made of the ${name} what is not a text of at most ${MAX_BODY_LENGTH} characters`);
}

function checkedAddress(value: unknown): string {
  const address = typeof value === 'string' ? parseEmailAddress(value) : null;
  if (address === null) throw new Error('A hook made of the recipient what is not an e-mail address');
  return address.email;
}
