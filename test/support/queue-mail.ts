/** Queues a mail as features do, in a unit of its account. */
import { setTimeout as sleep } from 'node:timers/promises';
import { MailQueue, type QueuedMail } from '#application/ports/mail-queue';
import { Units } from '#application/kernel/units';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { EmailLogEntity } from '#server/infrastructure/database/entities/email-log.entity';
import { ReadDataSource } from '#server/infrastructure/database/reads/read-data-source';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import type { TestServer } from './server';
import { TEST_ACT } from './unit';

const WAIT_MS = 10_000;
const POLL_MS = 20;

export type MailToQueue = Partial<QueuedMail> & Pick<QueuedMail, 'accountId' | 'recipient'>;

/** A reset mail unless told otherwise. */
export async function queueMail(app: TestServer['app'], mail: MailToQueue): Promise<void> {
  const mails = app.get(MailQueue, { strict: false });
  const units = app.get(Units, { strict: false });
  const whole: QueuedMail = {
    type: 'password_reset',
    variables: { email: mail.recipient, expires_at: '2030-01-31T12:00:00.000Z' },
    ...mail,
  };
  await units.run(systemContext('test', mail.accountId), TEST_ACT, (tx) => mails.add(tx, whole));
}

/** The newest log of the recipient, as soon as it looks like this. */
export async function logWith(
  app: TestServer['app'],
  recipientEmail: string,
  isWanted: (log: EmailLogEntity) => boolean,
): Promise<EmailLogEntity> {
  const { manager } = app.get(ReadDataSource, { strict: false });
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const log = await manager.findOne(EmailLogEntity, { where: { recipientEmail }, order: { id: 'DESC' } });
    if (log && isWanted(log)) return log;
    if (Date.now() > deadline) throw new Error(`the log stays ${JSON.stringify(log)}`);
    await sleep(POLL_MS);
  }
}

export async function deleteLogs(app: TestServer['app'], recipientEmail: string): Promise<void> {
  const units = app.get(Units, { strict: false });
  await units.run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, (tx) =>
    managerOf(tx).delete(EmailLogEntity, { recipientEmail }),
  );
}
