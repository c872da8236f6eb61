/** Hooks of a suite, which last as long as the test that registers them. */
import type { HookEvent, HookHandler, HookOptions } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEventName } from '#domain/hooks/hook-events';
import { API } from '../member';
import type { TestServer } from '../server';
import type { World } from '../world';

export const TITLE = [{ name: 'title', type: 'text', required: true }];
/** The collection, of a title, whose creation inHook() hooks into. */
export const ECHOES = 'echoes';

type Event = HookEvent<'on_record_before_create'>;

export class TestHooks {
  private readonly ids: string[] = [];
  private readonly bus: HookBus;

  constructor({ app }: TestServer) {
    this.bus = app.get(HookBus, { strict: false });
  }

  /** Registers a hook on one collection and returns the hook's id. */
  on<E extends HookEventName>(
    event: E,
    collection: string,
    handler: HookHandler<E>,
    options: Omit<HookOptions<E>, 'filter'> = {},
  ): string {
    const filter = { collection } as unknown as NonNullable<HookOptions<E>['filter']>;
    const id = this.bus.register(event, handler, { ...options, filter });
    this.ids.push(id);
    return id;
  }

  clear(): void {
    for (const id of this.ids.splice(0)) this.bus.unregister(id);
  }
}

/** The outcome of `work` inside a before-hook of a created record, with the tools of that hook; and the hook's id. */
export async function inHook<T>(
  { http, acme }: World,
  hooks: TestHooks,
  work: (event: Event) => Promise<T>,
  { token } = acme,
): Promise<{ readonly id: string; readonly outcome: T }> {
  const told: { outcome?: T } = {};
  const id = hooks.on('on_record_before_create', ECHOES, async (event) => {
    told.outcome = await work(event);
  });
  const { status, text } = await http.post(`${API}/records/${ECHOES}`, { title: 'in a hook' }, { token });
  hooks.clear();
  if (status !== 201) throw new Error(text);
  return { id, outcome: told.outcome! };
}
