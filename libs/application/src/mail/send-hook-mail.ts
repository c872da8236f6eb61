/** Sends mails that hooks write themselves: each is checked, and on disk when the hook's call resolves. */
import { parseEmailAddress } from '#domain/auth/email-address';
import { type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { oneLine } from '#domain/mail/mail-variables';
import type { Units } from '../kernel/units';
import type { MailQueue } from '../ports/mail-queue';

const MAX_SUBJECT = 200;
const MAX_BODY = 100_000;

export interface HookMailTexts {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
}

export class SendHookMail {
  constructor(
    private readonly mails: MailQueue,
    private readonly units: Units,
  ) {}

  /** Sends from the account of the context, whose log lists the mail. Throws EMAIL_INVALID with every problem. */
  async execute(ctx: RequestContext, mail: HookMailTexts): Promise<void> {
    const recipient = typeof mail.to === 'string' ? parseEmailAddress(mail.to)?.email : undefined;
    const problems = [
      ...(recipient === undefined ? [invalid('to', 'Must be an e-mail address')] : []),
      ...textProblems('subject', mail.subject, MAX_SUBJECT),
      ...textProblems('text', mail.text, MAX_BODY),
      ...(mail.html === undefined ? [] : textProblems('html', mail.html, MAX_BODY)),
    ];
    if (recipient === undefined || problems.length > 0) throw invalidFields('EMAIL_INVALID', problems);
    const { text, html = '' } = mail;
    const accountId = ctx.accountId ?? SYSTEM_ACCOUNT_ID;
    const written = { accountId, recipient, subject: oneLine(mail.subject), text, html, hooks: ctx.hooks ?? [] };
    await this.units.run(ctx, { name: 'hooks.send_mail' }, (tx) => this.mails.addWritten(tx, written));
  }
}

function textProblems(field: string, value: unknown, most: number): FieldProblem[] {
  const isFit = typeof value === 'string' && value.trim() !== '' && value.length <= most;
  return isFit ? [] : [invalid(field, `Must be a text of 1 to ${most} characters`)];
}

function invalid(field: string, message: string): FieldProblem {
  return { field, code: 'invalid_value', message };
}
