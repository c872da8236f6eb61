import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import type { Hook } from '#domain/hooks/hook';

/**
 * Knows the hook that code runs for, after its awaits and in its timers too, and reports when the process ends within
 * one, by process.exit or by an uncaught error. Costs nothing before the first handler runs.
 */
export class HookScope {
  private readonly hooks = new AsyncLocalStorage<Hook>();
  private isListening = false;

  constructor(private readonly onExit: (hook: Hook, code: number) => void) {}

  run<T>(hook: Hook, work: () => T): T {
    if (!this.isListening) this.listen();
    // Restores the context as it was; run() of the storage would do so by making another one.
    return new AsyncResource('HOOK').runInAsyncScope(() => {
      this.hooks.enterWith(hook);
      return work();
    });
  }

  close(): void {
    process.off('exit', this.exit);
  }

  /** Listens before all others, because one of them flushes the log. */
  private listen(): void {
    this.isListening = true;
    process.prependListener('exit', this.exit);
  }

  private readonly exit = (code: number): void => {
    const hook = this.hooks.getStore();
    if (hook !== undefined) this.onExit(hook, code);
  };
}
