import { Module } from '@nestjs/common';
import { ComposeMail } from '#application/mail/compose-mail';
import { EmailLogs } from '#application/mail/email-logs';
import { EmailTemplates } from '#application/mail/email-templates';
import { MailSettings } from '#application/mail/mail-settings';
import { SendTestMail } from '#application/mail/send-test-mail';
import { Accounts } from '#application/ports/accounts';
import { EmailLogStore } from '#application/ports/email-log-store';
import { EmailTemplateStore } from '#application/ports/email-template-store';
import { MailQueue } from '#application/ports/mail-queue';
import { Units } from '#application/kernel/units';
import { provide } from '#server/common/provide';
import { EmailLogsController } from './email-logs.controller';
import { EmailTemplatesController } from './email-templates.controller';

/** The administration of mails; sending them is infrastructure/mail. */
@Module({
  controllers: [EmailTemplatesController, EmailLogsController],
  providers: [
    provide(EmailTemplates, [EmailTemplateStore, Accounts, ComposeMail, Units]),
    provide(SendTestMail, [EmailTemplates, ComposeMail, MailSettings, MailQueue, Units]),
    provide(EmailLogs, [EmailLogStore]),
  ],
})
export class EmailModule {}
