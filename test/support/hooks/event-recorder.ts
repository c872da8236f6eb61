/** Listens to every event, before any other hook, and counts them. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import type { HookEvent } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import { HOOK_EVENTS, type HookEventName } from '#domain/hooks/hook-events';
import { eventually } from '../eventually';
import type { TestServer } from '../server';

const FIRST = 1_000_000;

/** An event and what it is about: `on_record_after_delete of tasks by cascade`. */
export type Label = `${HookEventName}${'' | ` of ${string}`}`;

/** How often something came; what is not named never did. */
export type Counts = Readonly<Partial<Record<Label, number>>>;

export class EventRecorder {
  private readonly heard: Label[] = [];
  private readonly hooks: readonly string[];

  constructor(
    private readonly bus: HookBus,
    private readonly after: AfterHooks,
  ) {
    const handler = (event: HookEvent): void => void this.heard.push(labelOf(event));
    this.hooks = HOOK_EVENTS.map((event) => bus.register(event, handler, { priority: FIRST }));
  }

  static of(app: TestServer['app']): EventRecorder {
    return new EventRecorder(app.get(HookBus, { strict: false }), app.get(AfterHooks, { strict: false }));
  }

  /**
   * The events since the last call. It waits for as many events as are expected, and for all after-hooks; an event that
   * comes later still is found by the next call.
   */
  async take(expected: Counts): Promise<Counts> {
    const number = Object.values<number | undefined>(expected).reduce<number>((sum, count = 0) => sum + count, 0);
    const come = async (): Promise<boolean> => {
      await this.after.idle();
      return this.heard.length >= number;
    };
    await eventually(come, () => `only these came: ${JSON.stringify(counted(this.heard))}`);
    return counted(this.heard.splice(0));
  }

  stop(): void {
    for (const id of this.hooks) this.bus.unregister(id);
  }
}

/** The event of a label. */
export function eventOf(label: string): HookEventName {
  return label.split(' ', 1)[0] as HookEventName;
}

function labelOf(event: HookEvent): Label {
  const { name, collection, model, cause } = event as HookEvent & Partial<Record<string, string | null>>;
  const subject = collection ?? model;
  if (subject === undefined) return name;
  return cause === 'cascade' ? `${name} of ${subject} by cascade` : `${name} of ${subject}`;
}

function counted(labels: readonly Label[]): Counts {
  const counts: { [label in Label]?: number } = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
