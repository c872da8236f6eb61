import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, Module, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { AppConfig } from '../config/app-config';

/** The share of the time to stop that after-hooks get, counted from the request to stop. The rest is the database's. */
const SHARE_OF_SHUTDOWN = 0.95;
const MS_PER_SECOND = 1000;

/**
 * Waits for all after-hooks before the application ends. Nest shuts a module down before those that it imports, and global
 * ones after all others. So modules that make events until their own end import this one, and it is not global, because
 * after-hooks need the database and the mail server.
 */
@Module({})
export class HooksEndModule implements OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('Hooks');
  /** On the clock of `performance`; after it, nothing is waited for. */
  private stopBy = 0;

  constructor(
    private readonly hooks: AfterHooks,
    private readonly config: AppConfig,
  ) {}

  /** The first method that Nest calls when it closes. */
  onModuleDestroy(): void {
    this.stopBy = performance.now() + this.config.shutdownTimeoutSeconds * MS_PER_SECOND * SHARE_OF_SHUTDOWN;
  }

  /** Called after the last request. */
  async onApplicationShutdown(): Promise<void> {
    const late = new AbortController();
    const hasEnded = await Promise.race([
      this.hooks.idle().then(() => true),
      sleep(this.stopBy - performance.now(), false, { signal: late.signal }).catch(() => false),
    ]);
    late.abort();
    if (!hasEnded) this.logger.warn('Not all after-hooks ended in time');
  }
}
