import { domainToASCII } from 'node:url';
import type { SendMailOptions } from 'nodemailer';
import type { OutgoingMail } from '#application/ports/mail-transport';
import type { AppConfig } from '#server/config/app-config';

const FALLBACK_DOMAIN = 'localhost';

/** The mail as nodemailer takes it. Addresses are objects, so that no name in them can become a second address. */
export function envelopeOf(
  { id, type, recipient, subject, html, text }: OutgoingMail,
  config: AppConfig,
): SendMailOptions {
  const from = config.smtpFromEmail ?? `noreply@${domainOf(config.appUrl)}`;
  return {
    messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    from: { name: config.smtpFromName, address: from },
    to: { name: '', address: recipient },
    ...(config.smtpReplyTo === undefined ? {} : { replyTo: { name: '', address: config.smtpReplyTo } }),
    subject,
    html,
    text,
    headers: {
      'X-SnackBase-Mail': type,
      // No out-of-office reply is wanted.
      'Auto-Submitted': 'auto-generated',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function domainOf(url: string): string {
  return domainToASCII(new URL(url).hostname) || FALLBACK_DOMAIN;
}
