import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { BeforeHooks } from '#application/kernel/hooks/before-hooks';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';

const CONTEXT = systemContext('application', SYSTEM_ACCOUNT_ID);
const PAYLOAD = { pid: process.pid };

/** The events of the application, in every process that builds it. */
@Injectable()
export class AppHooks implements OnModuleDestroy {
  private isBuilt = false;

  constructor(
    private readonly before: BeforeHooks,
    private readonly after: AfterHooks,
  ) {}

  /** Rejects when a hook refuses; the application must then be closed, not used. */
  async built(): Promise<void> {
    this.isBuilt = true;
    if (this.before.heard.has('on_bootstrap')) await this.before.run(CONTEXT, 'on_bootstrap', PAYLOAD);
  }

  listening(): void {
    if (this.after.heard.has('on_serve')) this.after.add(CONTEXT, 'on_serve', PAYLOAD);
  }

  /**
   * Called when Nest begins to close: requests in flight go on, and everything still works. HooksEndModule waits for
   * the handlers. An application that could not be built has nothing to end.
   */
  onModuleDestroy(): void {
    if (this.isBuilt && this.after.heard.has('on_terminate')) this.after.add(CONTEXT, 'on_terminate', PAYLOAD);
  }
}
