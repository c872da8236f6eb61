import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { MailTransport, type OutgoingMail } from '#application/ports/mail-transport';
import type { AppConfig } from '#server/config/app-config';
import { envelopeOf } from './envelope';

const FOLDER = 'outbox';
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

const logger = new Logger('Mail');

/** Without a mail server, mails become files beside the data. They hold links, so only the server's own user may read them. */
export class OutboxMailTransport extends MailTransport {
  override readonly provider = 'outbox';
  private readonly folder: string;

  constructor(private readonly config: AppConfig) {
    super();
    this.folder = join(config.dataDirectory, FOLDER);
  }

  override async send(mail: OutgoingMail): Promise<void> {
    // Loaded for the first mail: most processes without a mail server send none.
    const { createTransport } = await import('nodemailer');
    const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
    const { message } = await composer.sendMail(envelopeOf(mail, this.config));
    await mkdir(this.folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
    await chmod(this.folder, OWNER_ONLY_FOLDER);
    await this.write(`${mail.id}.eml`, message as Buffer);
    const readable = await this.write(`${mail.id}.txt`, asText(mail));
    const place = this.config.environment === 'development' ? `: ${readable}` : '';
    logger.log(`Mail for ${mail.recipient}, "${mail.subject}", is in the outbox${place}`);
  }

  /** Writes the file so that the folder never shows a part of it. */
  private async write(name: string, content: Buffer | string): Promise<string> {
    const file = join(this.folder, name);
    await writeFile(`${file}.part`, content, { mode: OWNER_ONLY_FILE });
    await rename(`${file}.part`, file);
    return file;
  }
}

/** In the mail itself lines are folded and characters encoded, so that a link copied from it is broken. */
function asText({ recipient, subject, text }: OutgoingMail): string {
  return `To: ${recipient}\nSubject: ${subject}\n\n${text}`;
}
