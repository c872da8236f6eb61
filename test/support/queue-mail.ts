/** Queues a mail as features do, in a unit of its account. */
import { internalContext } from '#application/auth/internal-context';
import { MailQueue, type QueuedMail } from '#application/ports/mail-queue';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { EmailLogEntity } from '#server/infrastructure/database/entities/email-log.entity';
import { ReadDataSource } from '#server/infrastructure/database/reads/read-data-source';
import { managerOf } from '#server/infrastructure/database/lanes/transaction';
import { eventually } from './eventually';
import type { TestServer } from './server';

export type MailToQueue = Partial<QueuedMail> & Pick<QueuedMail, 'accountId' | 'recipient'>;

/** A reset mail unless told otherwise. */
export async function queueMail(app: TestServer['app'], mail: MailToQueue): Promise<void> {
  const mails = app.get(MailQueue, { strict: false });
  const units = app.get(UnitOfWork, { strict: false });
  const whole: QueuedMail = {
    type: 'password_reset',
    variables: { email: mail.recipient, expires_at: '2030-01-31T12:00:00.000Z' },
    ...mail,
  };
  await units.run(internalContext('test', mail.accountId), (tx) => mails.add(tx, whole));
}

/** The newest log of the recipient, as soon as it looks like this. */
export async function logWith(
  app: TestServer['app'],
  recipientEmail: string,
  isWanted: (log: EmailLogEntity) => boolean,
): Promise<EmailLogEntity> {
  const { manager } = app.get(ReadDataSource, { strict: false });
  let log: EmailLogEntity | null = null;
  const look = async (): Promise<EmailLogEntity | null> => {
    log = await manager.findOne(EmailLogEntity, { where: { recipientEmail }, order: { id: 'DESC' } });
    return log && isWanted(log) ? log : null;
  };
  return eventually(look, () => `the log stays ${JSON.stringify(log)}`);
}

export async function deleteLogs(app: TestServer['app'], recipientEmail: string): Promise<void> {
  const units = app.get(UnitOfWork, { strict: false });
  await units.run(internalContext('test', SYSTEM_ACCOUNT_ID), (tx) =>
    managerOf(tx).delete(EmailLogEntity, { recipientEmail }),
  );
}
