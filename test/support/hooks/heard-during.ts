/** Hooks of tests: all that a server tells its hooks while something is done. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import type { HookEvent } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import { HOOK_EVENTS, type HookEventName } from '#domain/hooks/hook-events';
import type { TestServer } from '../server';

type App = TestServer['app'];

/** The name of the event and the payload as it was when the handler was called. */
export type Heard = readonly [name: HookEventName, payload: Readonly<Record<string, unknown>>];

/** Changes of data, and coming in and leaving: what requests, mails and queries have besides belongs to other suites. */
const CHANGES = HOOK_EVENTS.filter(
  (name) => /^on_(model|record|collection|auth)_/.test(name) && !name.endsWith('query'),
);

/** What hooks heard of, in order, once the work is done and none of its after-hooks is left. */
export async function heardDuring(app: App, work: () => Promise<unknown>): Promise<Heard[]> {
  const bus = app.get(HookBus, { strict: false });
  const heard: Heard[] = [];
  const listener = (event: HookEvent): void => void heard.push([event.name, payloadOf(event)]);
  const ids = CHANGES.map((name) => bus.register(name, listener));
  try {
    await work();
    await app.get(AfterHooks, { strict: false }).idle();
  } finally {
    for (const id of ids) bus.unregister(id);
  }
  return heard;
}

export const namesOf = (heard: readonly Heard[]): string[] => heard.map(([name]) => name);

/** Does the work with a before-hook that refuses the event. */
export async function refusing<T>(app: App, name: HookEventName, work: () => Promise<T>): Promise<T> {
  const bus = app.get(HookBus, { strict: false });
  const id = bus.register(name, (event) => event.abort(423, 'Not today', 'CLOSED'));
  try {
    return await work();
  } finally {
    bus.unregister(id);
  }
}

/** What an answer says that a hook of `refusing` refused. */
export const REFUSED = { status: 423, body: { error: 'CLOSED', message: 'Not today' } };

function payloadOf(event: HookEvent): Heard[1] {
  const { name: _name, ...payload } = event.toJSON();
  return structuredClone(payload);
}
