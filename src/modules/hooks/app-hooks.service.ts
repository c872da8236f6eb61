import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { AppConfig } from '#server/config/app-config';

/** The share of the time to stop that after-hooks get, counted from the request to stop. The rest is the database's. */
const SHARE_OF_SHUTDOWN = 0.95;
const MS_PER_SECOND = 1000;
const CONTEXT = systemContext('application', SYSTEM_ACCOUNT_ID);
const PAYLOAD = { pid: process.pid };

/** The events of the application, in every process that builds it, and the end of all after-hooks. */
@Injectable()
export class AppHooks implements OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('Hooks');
  private isBuilt = false;
  /** On the clock of `performance`; after it, nothing is waited for. */
  private stopBy = 0;

  constructor(
    private readonly before: BeforeHooks,
    private readonly after: AfterHooks,
    private readonly config: AppConfig,
  ) {}

  /** Rejects when a hook refuses: the application is not to be used then, only closed. */
  async built(): Promise<void> {
    this.isBuilt = true;
    if (this.before.hears('on_bootstrap')) await this.before.run(CONTEXT, 'on_bootstrap', PAYLOAD);
  }

  listening(): void {
    if (this.after.hears('on_serve')) this.after.add(CONTEXT, 'on_serve', PAYLOAD);
  }

  /** The first that Nest calls when it closes: requests in flight go on meanwhile, and everything still works. */
  onModuleDestroy(): void {
    this.stopBy = performance.now() + this.config.shutdownTimeoutSeconds * MS_PER_SECOND * SHARE_OF_SHUTDOWN;
    // What could not be built has nothing to end.
    if (this.isBuilt && this.after.hears('on_terminate')) this.after.add(CONTEXT, 'on_terminate', PAYLOAD);
  }

  /**
   * Called after the last request and the last job. HooksModule is global and imported after DatabaseModule, and Nest shuts
   * global modules down last, in the reverse order of their import: the database is closed after this.
   */
  async onApplicationShutdown(): Promise<void> {
    const late = new AbortController();
    const hasEnded = await Promise.race([
      this.after.idle().then(() => true),
      sleep(this.stopBy - performance.now(), false, { signal: late.signal }).catch(() => false),
    ]);
    late.abort();
    if (!hasEnded) this.logger.warn('Not all after-hooks ended in time');
  }
}
