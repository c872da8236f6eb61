import cluster from 'node:cluster';
import { Global, Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Logger } from 'nestjs-pino';
import { ComposeMail } from '#application/mail/compose-mail';
import { MailHooks } from '#application/mail/mail-hooks';
import { MailSettings } from '#application/mail/mail-settings';
import { SendHookMail } from '#application/mail/send-hook-mail';
import { SendMail } from '#application/mail/send-mail';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import { Units } from '#application/kernel/units';
import { EmailLogStore } from '#application/ports/email-log-store';
import { EmailTemplateStore } from '#application/ports/email-template-store';
import { JobQueue } from '#application/ports/job-queue';
import { MailQueue } from '#application/ports/mail-queue';
import { MailTransport } from '#application/ports/mail-transport';
import { TemplateRenderer } from '#application/ports/template-renderer';
import { provide } from '#server/common/provide';
import { AppConfig } from '#server/config/app-config';
import { EmailLogEntity } from '../database/entities/email-log.entity';
import { EmailTemplateEntity } from '../database/entities/email-template.entity';
import { SqlEmailLogStore } from './sql-email-log.store';
import { SqlEmailTemplateStore } from './sql-email-template.store';
import { LiquidTemplateRenderer } from './liquid-template-renderer.service';
import { JobMailQueue } from './job-mail-queue.service';
import { MissingMailTransport } from './missing-mail-transport.service';
import { OutboxMailTransport } from './outbox-mail-transport.service';

/** The library that speaks to mail servers is large: a process that sends no mail goes without it. */
async function openTransport(config: AppConfig): Promise<MailTransport> {
  if (config.smtpHost !== undefined) {
    const { SmtpMailTransport } = await import('#server/infrastructure/mail/smtp-mail-transport.service');
    return new SmtpMailTransport(config);
  }
  return config.isProduction ? new MissingMailTransport() : new OutboxMailTransport(config);
}

/** The mails that features queue, on their way from the unit that causes them to a mailbox. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([EmailLogEntity, EmailTemplateEntity])],
  providers: [
    {
      provide: MailSettings,
      inject: [AppConfig],
      useFactory: ({ appName, appUrl, supportEmail }: AppConfig): MailSettings => ({
        appName,
        appUrl,
        supportEmail: supportEmail ?? '',
      }),
    },
    { provide: EmailLogStore, useClass: SqlEmailLogStore },
    { provide: EmailTemplateStore, useClass: SqlEmailTemplateStore },
    { provide: TemplateRenderer, useClass: LiquidTemplateRenderer },
    { provide: MailTransport, inject: [AppConfig], useFactory: openTransport },
    { provide: MailQueue, useClass: JobMailQueue },
    provide(ComposeMail, [TemplateRenderer, MailSettings]),
    provide(SendHookMail, [MailQueue, Units]),
    provide(MailHooks, [BeforeHooks, AfterHooks]),
    provide(SendMail, [EmailLogStore, EmailTemplateStore, ComposeMail, MailTransport, MailHooks]),
  ],
  exports: [MailSettings, EmailLogStore, EmailTemplateStore, ComposeMail, MailQueue],
})
export class MailModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobQueue,
    private readonly sendMail: SendMail,
    private readonly transport: MailTransport,
    private readonly adapters: HttpAdapterHost,
    // Nest's own logger is silent until the application has started.
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.jobs.register(this.sendMail);
  }

  onApplicationBootstrap(): void {
    const isServer = this.adapters.httpAdapter && !cluster.isWorker;
    if (isServer && this.transport instanceof MissingMailTransport) {
      this.logger.warn(`${MissingMailTransport.REASON}: mails will not be sent`, 'Mail');
    }
  }
}
