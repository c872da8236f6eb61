/** The mails that a test server wrote to its outbox. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { DataSource, In } from 'typeorm';
import type { SentMailType } from '#domain/mail/mail-type';
import { AppConfig } from '#server/config/app-config';
import { EmailLogEntity } from '#server/infrastructure/database/entities/email-log.entity';
import { JobEntity } from '#server/infrastructure/database/entities/job.entity';
import { eventually } from './eventually';
import type { TestServer } from './server';

export interface ReceivedMail {
  readonly id: string;
  readonly type: SentMailType;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The token of the link in it; '' when there is none. */
  readonly token: string;
}

/**
 * The newest mail to the address (of the type), once none is under way any more. `after`: only a mail that was queued
 * later than that one.
 */
export async function mailTo(
  server: TestServer,
  address: string,
  type?: SentMailType,
  after?: ReceivedMail,
): Promise<ReceivedMail> {
  let logs: EmailLogEntity[] = [];
  const look = async (): Promise<EmailLogEntity | undefined> => {
    logs = (await logsOf(server, address, type)).filter(({ id }) => id > (after?.id ?? ''));
    const failed = logs.find(({ status }) => status === 'failed');
    if (failed) throw new Error(`the mail to ${address} failed: ${failed.errorMessage}`);
    return logs.every(({ status }) => status === 'sent') ? logs[0] : undefined;
  };
  const told = (): string => {
    const seen = logs.map((log) => `${log.templateType} ${log.status} ${log.errorMessage ?? ''}`).join(', ');
    return `no ${type ?? 'mail'} to ${address} came: ${seen || 'none was queued'}`;
  };
  return read(server, await eventually(look, told));
}

/** Expects that no mail (of the type) was queued for the address, even by due jobs. `after`: since that mail. */
export async function noMailTo(
  server: TestServer,
  address: string,
  type?: SentMailType,
  after?: ReceivedMail,
): Promise<void> {
  const { manager } = server.app.get(DataSource, { strict: false });
  let open: JobEntity[] = [];
  const areDone = async (): Promise<boolean> => {
    open = await manager.findBy(JobEntity, { status: In(['pending', 'running']) });
    return open.length === 0;
  };
  const told = (): string => open.map(({ handler, status, runAt }) => `${handler} ${status} since ${runAt}`).join(', ');
  await eventually(areDone, () => `the jobs do not come to an end: ${told()}`);
  const logs = (await logsOf(server, address, type)).filter(({ id }) => id > (after?.id ?? ''));
  expect(logs.map((log) => log.templateType)).toEqual([]);
}

export function outboxOf(server: TestServer): string {
  return join(server.app.get(AppConfig, { strict: false }).dataDirectory, 'outbox');
}

function logsOf(server: TestServer, address: string, type?: SentMailType): Promise<EmailLogEntity[]> {
  const where = { recipientEmail: address, ...(type === undefined ? {} : { templateType: type }) };
  const reads = server.app.get(DataSource, { strict: false });
  return reads.manager.find(EmailLogEntity, { where, order: { id: 'DESC' } });
}

async function read(server: TestServer, log: EmailLogEntity): Promise<ReceivedMail> {
  const folder = outboxOf(server);
  const name = (await readdir(folder)).find((file) => file === `${log.id}.eml`);
  if (name === undefined) throw new Error(`the log knows mail ${log.id}, the outbox does not`);
  const mail = await simpleParser(await readFile(join(folder, name)));
  const text = mail.text ?? '';
  return {
    id: log.id,
    type: mail.headers.get('x-snackbase-mail') as SentMailType,
    subject: mail.subject ?? '',
    text,
    html: mail.html || '',
    token: /[?&]token=([\w-]+)/.exec(text)?.[1] ?? '',
  };
}
