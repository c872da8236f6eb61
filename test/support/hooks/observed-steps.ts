/** Sends random requests to the server, and records what its hooks saw of each. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import type { HookEvent } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import type { Answer } from '../http';
import { API } from '../member';
import type { World } from '../world';
import { type Asked, inOrder, type Seen } from './model';

const OPS = ['create', 'update', 'delete'] as const;
/** A status that no other refusal has. */
const ABORTED = 418;

export class ObservedSteps {
  private before: string[] = [];
  private after: string[] = [];
  private refused: number | null = null;
  private readonly hooks: AfterHooks;

  constructor(private readonly world: World) {
    const { app } = world.server;
    this.hooks = app.get(AfterHooks, { strict: false });
    const bus = app.get(HookBus, { strict: false });
    for (const op of OPS) {
      bus.register(`on_record_before_${op}`, (event) => this.told(op, event));
      bus.register(`on_record_after_${op}`, ({ collection, id, record, before, cause }) => {
        const titles = [before, record].flatMap((each) => (each === null ? [] : [each['title'] as string]));
        this.after.push(
          `after ${op} ${collection} ${id} ${titles.join(' to ')}${cause === null ? '' : ` by ${cause}`}`,
        );
      });
    }
  }

  /** Resolves with what was seen, and the ids of created records. */
  async perform(asked: Asked): Promise<Seen & { readonly made: readonly string[] }> {
    this.refused = asked.refused;
    const answer = await this.send(asked);
    await this.hooks.idle();
    const outcome = outcomeOf(answer);
    const made = asked.op === 'create' && outcome === 'done' ? madeBy(answer) : [];
    return { outcome, before: this.before.splice(0), after: inOrder(this.after.splice(0)), made };
  }

  private told(op: (typeof OPS)[number], event: HookEvent<`on_record_before_${(typeof OPS)[number]}`>): void {
    const isRefused = this.before.length === this.refused;
    this.before.push(`before ${op} ${event.collection}${'id' in event ? ` ${event.id}` : ''}`);
    if (isRefused) event.abort(ABORTED, 'Not this one');
  }

  private send({ op, collection, batch, items }: Asked): Promise<Answer> {
    const path = `${API}/records/${collection}`;
    const call = (method: string, rest: string, body?: unknown): Promise<Answer> =>
      this.world.http.call(method, path + rest, { token: this.world.acme.token, body });
    const data = items.map(({ title, references }) => ({ title, ...references }));
    const ids = items.map(({ id }) => id);
    switch (op) {
      case 'create':
        return batch ? call('POST', '/batch', { records: data }) : call('POST', '', data[0]);
      case 'update':
        if (!batch) return call('PATCH', `/${ids[0]}`, data[0]);
        return call('PATCH', '/batch', { records: ids.map((id, index) => ({ id, data: data[index] })) });
      case 'delete':
        return batch ? call('DELETE', '/batch', { ids }) : call('DELETE', `/${ids[0]}`);
    }
  }
}

function outcomeOf({ status, text }: Answer): Seen['outcome'] {
  if (status >= 500) throw new Error(`${status} ${text}`);
  if (status === ABORTED) return 'aborted';
  return status < 300 ? 'done' : 'refused';
}

function madeBy({ body }: Answer): readonly string[] {
  const records: readonly { readonly id: string }[] = body.created ?? [body];
  return records.map(({ id }) => id);
}
