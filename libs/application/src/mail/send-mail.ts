/**
 * The job that sends one mail. The mail log has what it needs, except the secrets, which come encrypted with the job.
 */
import { systemContext } from '#domain/kernel/request-context';
import { builtInTemplate, findBuiltIn } from '#domain/mail/built-in-templates';
import { candidateLocales, chooseTemplate } from '#domain/mail/choose-template';
import type { TemplateTexts } from '#domain/mail/email-template';
import { HOOK_MAIL, type MailType } from '#domain/mail/mail-type';
import type { EmailLog, EmailLogStore } from '../ports/email-log-store';
import type { EmailTemplateStore } from '../ports/email-template-store';
import type { JobAttempt, JobHandler, RunningJob } from '../ports/job-queue';
import type { MailTransport } from '../ports/mail-transport';
import type { Transaction } from '../ports/transactions';
import type { ComposedMail, ComposeMail } from './compose-mail';
import type { MailHooks } from './mail-hooks';

export const SEND_EMAIL = 'send_email';

/** The payload of the job. */
export interface SendMailPayload {
  readonly log_id: string;
  /** A template to use instead of the one that would be chosen. */
  readonly template_id: string | null;
  /** The ids of the hooks that lead to the mail; absent: none does. */
  readonly hooks?: readonly string[];
}

export class SendMail implements JobHandler {
  readonly name = SEND_EMAIL;

  constructor(
    private readonly logs: EmailLogStore,
    private readonly templates: EmailTemplateStore,
    private readonly compose: ComposeMail,
    private readonly transport: MailTransport,
    private readonly hooks: MailHooks,
  ) {}

  async run(job: RunningJob): Promise<void> {
    const { log_id, template_id, hooks } = payloadOf(job);
    const log = await this.logs.find(log_id);
    // It was deleted with its account, which sends nothing any more.
    if (!log) return;
    const texts = log.type === HOOK_MAIL ? writtenMail(job) : await this.composed(log, log.type, job, template_id);
    const { id, type, recipient, accountId } = log;
    const ctx = { ...systemContext(SEND_EMAIL, accountId, job.id), ...(hooks === undefined ? {} : { hooks }) };
    const mail = await this.hooks.beforeSend(ctx, accountId, { ...texts, id, type, recipient });
    await this.transport.send(mail);
    this.hooks.afterSend(ctx, accountId, mail);
  }

  async settle(tx: Transaction, job: JobAttempt, error: string | null): Promise<void> {
    await this.logs.update(tx, payloadOf(job).log_id, {
      provider: this.transport.provider,
      attempts: job.attempt,
      status: error === null ? 'sent' : job.isLastAttempt ? 'failed' : 'pending',
      errorMessage: error,
      sentAt: error === null ? tx.now : null,
    });
  }

  private async composed(
    log: EmailLog,
    type: MailType,
    { secrets }: RunningJob,
    templateId: string | null,
  ): Promise<ComposedMail> {
    const template = await this.findTemplate(log, type, templateId);
    return this.compose.execute(template, { ...log.variables, ...secrets });
  }

  private async findTemplate(log: EmailLog, type: MailType, id: string | null): Promise<TemplateTexts> {
    const named = id === null ? null : ((await this.templates.find(id)) ?? findBuiltIn(id));
    if (named) return named;
    const { accountId, locale } = log;
    const stored = await this.templates.findCandidates(accountId, type, candidateLocales(locale));
    return chooseTemplate(stored, accountId, locale) ?? builtInTemplate(type);
  }
}

function payloadOf(job: JobAttempt): SendMailPayload {
  return job.payload as unknown as SendMailPayload;
}

/** The mail as it was given to MailQueue.addWritten(). */
function writtenMail({ secrets: { subject = '', html = '', text = '' } }: RunningJob): ComposedMail {
  return { subject, html, text };
}
