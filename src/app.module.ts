import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { ErrorFilter } from './common/error.filter';
import { Lifecycle } from './common/lifecycle';
import type { Loggers } from './common/logger';
import type { AppConfig } from './config/app-config';
import { SettingsModule } from './config/settings.module';
import { DatabaseModule } from './infrastructure/database/database.module';
import { JobsModule } from './infrastructure/jobs/jobs.module';
import { MailModule } from './infrastructure/mail/mail.module';
import { AccountsModule } from './modules/accounts/accounts.module';
import { ApiKeysModule } from './modules/api-keys/api-keys.module';
import { AuthModule } from './modules/auth/auth.module';
import { SelfServiceModule } from './modules/auth/self-service.module';
import { CollectionsModule } from './modules/collections/collections.module';
import { EmailModule } from './modules/email/email.module';
import { GroupsModule } from './modules/groups/groups.module';
import { HealthModule } from './modules/health/health.module';
import { HooksModule } from './modules/hooks/hooks.module';
import { InvitationsModule } from './modules/invitations/invitations.module';
import { OpenApiModule } from './modules/openapi/openapi.module';
import { MacrosModule } from './modules/macros/macros.module';
import { RecordsModule } from './modules/records/records.module';
import { RolesModule } from './modules/roles/roles.module';
import { RulesModule } from './modules/rules/rules.module';
import { SetupModule } from './modules/setup/setup.module';
import { UsersModule } from './modules/users/users.module';

/** The whole server for one configuration, with the modules of those who build on it. */
@Global()
@Module({})
export class AppModule {
  static for(config: AppConfig, loggers: Loggers, more: readonly Type[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.for(config),
        // It is bound to no routes: its middleware would cost every request more than our own log line does
        // (request-log.ts).
        // Its serializers stay out too: the one for errors would log the values of a failed statement (logger.ts).
        LoggerModule.forRoot({ pinoHttp: { logger: loggers.server, wrapSerializers: false }, forRoutes: [] }),
        DatabaseModule,
        JobsModule,
        MailModule,
        HooksModule,
        // The first of the features: routes are tried in order, and these are requested most.
        RecordsModule,
        AuthModule,
        SelfServiceModule,
        CollectionsModule,
        UsersModule,
        RolesModule,
        RulesModule,
        MacrosModule,
        AccountsModule,
        ApiKeysModule,
        GroupsModule,
        InvitationsModule,
        EmailModule,
        SetupModule,
        HealthModule,
        OpenApiModule,
        ...more,
      ],
      providers: [Lifecycle, ErrorFilter, { provide: APP_FILTER, useExisting: ErrorFilter }],
      exports: [Lifecycle],
    };
  }
}
