import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { MailTransport, type OutgoingMail } from '#application/ports/mail-transport';
import { oneLine } from '#domain/mail/mail-variables';
import type { AppConfig } from '#server/config/app-config';
import { envelopeOf } from './envelope';

const CONNECT_MS = 10_000;
/** The longest silence on an open connection. */
const SILENCE_MS = 30_000;
/** The longest time that one mail may take: a server that answers letter by letter is never silent. */
const MAX_SEND_MS = 120_000;
const MAX_CONNECTIONS = 4;
const MAX_REASON = 500;
const HIDDEN = '[secret]';

const logger = new Logger('Mail');

export class SmtpMailTransport extends MailTransport implements OnApplicationShutdown {
  override readonly provider = 'smtp';
  private readonly pool: ReturnType<typeof openPool>;
  private readonly hidden: readonly string[];

  constructor(private readonly config: AppConfig) {
    super();
    this.pool = openPool(config);
    // Without a listener, an idle connection that breaks would end the process.
    this.pool.on('error', (error: Error) => logger.warn(`The mail server: ${this.cleaned(error.message)}`));
    this.hidden = hiddenTexts(config);
  }

  override async send(mail: OutgoingMail): Promise<void> {
    try {
      const signal = AbortSignal.timeout(MAX_SEND_MS);
      await this.pool.sendMail({ ...envelopeOf(mail, this.config), signal });
    } catch (error) {
      throw new Error(this.cleaned(error instanceof Error ? error.message : String(error)), { cause: error });
    }
  }

  onApplicationShutdown(): void {
    this.pool.close();
  }

  /** What a mail server answers may repeat how we logged in, and much of the mail. */
  private cleaned(message: string): string {
    return this.hidden.reduce((text, secret) => text.replaceAll(secret, HIDDEN), oneLine(message)).slice(0, MAX_REASON);
  }
}

function openPool(config: AppConfig) {
  const { smtpHost, smtpPort, smtpUsername, smtpPassword, smtpUseSsl, smtpUseTls } = config;
  return createTransport({
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    // For an idle connection that the server had closed; the job retries everything else.
    maxRequeues: 1,
    host: smtpHost!,
    port: smtpPort,
    secure: smtpUseSsl,
    requireTLS: smtpUseTls && !smtpUseSsl,
    ignoreTLS: !smtpUseTls,
    ...(smtpUsername === undefined ? {} : { auth: { user: smtpUsername, pass: smtpPassword! } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** The password in plain text, and as AUTH LOGIN and AUTH PLAIN send it. */
function hiddenTexts({ smtpUsername, smtpPassword }: AppConfig): string[] {
  if (smtpPassword === undefined) return [];
  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  return [encoded(`\0${smtpUsername}\0${smtpPassword}`), encoded(smtpPassword), smtpPassword];
}
