/** Records what fires in an application: a hook for every event notes what it was called with. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEvent } from '#domain/hooks/hook';
import { HOOK_EVENTS, type HookEventName } from '#domain/hooks/hook-events';
import type { RequestContext } from '#domain/kernel/request-context';
import type { TestServer } from './server';

export interface Fired {
  readonly name: HookEventName;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ctx: RequestContext;
}

export class FiredHooks {
  private readonly fired: Fired[] = [];
  private readonly ids: readonly string[];
  private readonly bus: HookBus;

  /** Records from now on. It comes last of its event, and so sees what other hooks have made of the payload. */
  constructor(
    private readonly app: TestServer['app'],
    isWanted: (name: HookEventName) => boolean,
  ) {
    this.bus = app.get(HookBus, { strict: false });
    this.ids = HOOK_EVENTS.filter(isWanted).map((name) =>
      this.bus.register(name, (event) => void this.fired.push(firedOf(event)), { priority: -1000 }),
    );
  }

  /** The events since the last call, in order, after-hooks included. */
  async take(): Promise<readonly Fired[]> {
    await this.app.get(AfterHooks, { strict: false }).idle();
    return this.fired.splice(0);
  }

  stop(): void {
    for (const id of this.ids) this.bus.unregister(id);
  }
}

function firedOf(event: HookEvent): Fired {
  const { name, ...payload } = event.toJSON();
  return { name, payload: structuredClone(payload), ctx: event.ctx };
}
