import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { AuthHooks } from '#application/kernel/hooks/auth-hooks';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import { HookLimits } from '#application/kernel/hooks/hook-limits';
import { ModelHooks } from '#application/kernel/hooks/model-hooks';
import { HookReports } from '#application/ports/hook-reports';
import { HookToolbox } from '#application/ports/hook-toolbox';
import { HookBus } from '#domain/hooks/hook-bus';
import { Clock } from '#domain/kernel/clock';
import { provide } from '../../common/provide';
import { RequestHooks } from '../../common/request-hooks';
import { AppConfig } from '../../config/app-config';
import { AppHooks } from './app-hooks.service';
import { busWithBuiltIns } from './built-in-hooks';
import { HookExplorer } from './hook-explorer.service';
import { HookFiles } from './hook-files.service';
import { LoggedHookReports } from './logged-hook-reports.service';
import { UseCaseHookToolbox } from './use-case-hook-toolbox.service';

/** The bus that a team's own code registers with, and what calls it. Global: every feature has events. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: HookBus, useFactory: busWithBuiltIns },
    {
      provide: HookLimits,
      inject: [AppConfig],
      useFactory: ({ hookTimeoutMs, hookConcurrency, hookQueueBytes, maxBodySize }: AppConfig) =>
        new HookLimits(hookTimeoutMs, hookConcurrency, hookQueueBytes, maxBodySize),
    },
    { provide: HookReports, useClass: LoggedHookReports },
    { provide: HookToolbox, useClass: UseCaseHookToolbox },
    provide(BeforeHooks, [HookBus, HookToolbox, HookReports, HookLimits, Clock]),
    provide(AfterHooks, [HookBus, HookToolbox, HookReports, HookLimits, Clock]),
    provide(AuthHooks, [BeforeHooks, AfterHooks]),
    provide(ModelHooks, [BeforeHooks, AfterHooks]),
    RequestHooks,
    AppHooks,
    HookExplorer,
    HookFiles,
  ],
  exports: [AfterHooks, AuthHooks, BeforeHooks, HookBus, HookLimits, ModelHooks, RequestHooks],
})
export class HooksModule {}
