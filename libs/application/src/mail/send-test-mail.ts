/** Sends one template, enabled or not, to an operator who wants to see it in a mailbox. */
import { parseEmailAddress } from '#domain/auth/email-address';
import { invalidFields } from '#domain/kernel/errors';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import type { EmailTemplate } from '#domain/mail/email-template';
import type { MailVariables } from '#domain/mail/mail-variables';
import { sampleVariables } from '#domain/mail/sample-variables';
import type { MailQueue } from '../ports/mail-queue';
import type { Units } from '../kernel/units';
import type { ComposeMail } from './compose-mail';
import type { EmailTemplates } from './email-templates';
import type { MailSettings } from './mail-settings';

export class SendTestMail {
  constructor(
    private readonly templates: EmailTemplates,
    private readonly compose: ComposeMail,
    private readonly settings: MailSettings,
    private readonly mails: MailQueue,
    private readonly units: Units,
  ) {}

  /** Samples replace variables that are not given. */
  async execute(ctx: RequestContext, id: string, recipient: string, given: MailVariables): Promise<EmailTemplate> {
    const template = await this.templates.get(ctx, id);
    const address = parseEmailAddress(recipient)?.email;
    if (address === undefined) {
      const message = 'Must be an e-mail address';
      throw invalidFields('EMAIL_INVALID', [{ field: 'recipient_email', code: 'invalid_email_format', message }]);
    }
    const variables = { ...sampleVariables(this.settings.appUrl), ...given };
    // A template that cannot be rendered is refused now rather than noted in the log.
    this.compose.execute(template, variables);
    const { accountId, type, locale } = template;
    await this.units.run(inAccount(ctx, accountId), { name: 'email_templates.send_test', target: id }, (tx) =>
      this.mails.add(tx, { accountId, type, locale, recipient: address, variables, templateId: id }),
    );
    return template;
  }
}
