/** Makes the three texts of a mail from a template and the callers' variables. */
import { invalidFields } from '#domain/kernel/errors';
import type { TemplateTexts } from '#domain/mail/email-template';
import { isSecretVariable, type MailVariables, oneLine, safeVariables } from '#domain/mail/mail-variables';
import { sampleVariables } from '#domain/mail/sample-variables';
import { TemplateError, type TemplateFormat, type TemplateRenderer } from '../ports/template-renderer';
import type { MailSettings } from './mail-settings';

const MAX_SENT_SUBJECT = 200;

export interface ComposedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The part of a text that can stand in the header of a mail. */
export function subjectLine(text: string): string {
  return oneLine(text).slice(0, MAX_SENT_SUBJECT);
}

export class ComposeMail {
  constructor(
    private readonly renderer: TemplateRenderer,
    private readonly settings: MailSettings,
  ) {}

  /** Throws EMAIL_TEMPLATE_INVALID (unprocessable) with the text and the place where it fails. */
  execute(template: TemplateTexts, variables: MailVariables): ComposedMail {
    const { appName, appUrl, supportEmail } = this.settings;
    const all = safeVariables({ ...variables, app_name: appName, app_url: appUrl, support_email: supportEmail });
    // Subjects are shown on locked screens and stand in the logs of every server on the way.
    const shown = Object.fromEntries(Object.entries(all).filter(([name]) => !isSecretVariable(name)));
    return {
      subject: subjectLine(this.render('subject', template.subject, 'text', shown)),
      html: this.render('html_body', template.htmlBody, 'html', all),
      text: this.render('text_body', template.textBody, 'text', all),
    };
  }

  /** Throws as execute does, for a template that fails whatever the mail is about. */
  check(template: TemplateTexts): void {
    this.execute(template, sampleVariables(this.settings.appUrl));
  }

  private render(field: string, source: string, format: TemplateFormat, variables: MailVariables): string {
    try {
      return this.renderer.render(source, format, variables);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const message = `Template rendering failed: ${error.message}`;
      throw invalidFields('EMAIL_TEMPLATE_INVALID', [{ field, code: 'invalid_template', message }]);
    }
  }
}
