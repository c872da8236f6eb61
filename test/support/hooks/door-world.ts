/** What a row of the table of doors works with: a world with some collections, and helpers for what it needs first. */
import type { HookHandler } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEventName } from '#domain/hooks/hook-events';
import type { Answer, Json } from '../http';
import { API, type Member } from '../member';
import { createWorld, type World } from '../world';

const reference = (name: string, collection: string, onDelete: string, options: object = {}) => {
  return { name, type: 'reference', collection, on_delete: onDelete, options };
};
const line = { name: 'line', type: 'text' };

/** Fire with every request that the guards let in. */
export const HTTP = { on_before_request: 1, on_after_request: 1 } as const;

interface As {
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
}

export class DoorWorld {
  private readonly registered: string[] = [];

  private constructor(readonly world: World) {}

  static async create(): Promise<DoorWorld> {
    const world = await createWorld({ SNACKBASE_LOG_LEVEL: 'error' });
    await world.define('people', [{ name: 'name', type: 'text' }]);
    await world.define('tasks', [
      { name: 'title', type: 'text', required: true },
      { name: 'code', type: 'text', unique: true },
      reference('owner', 'people', 'cascade'),
      reference('reviewer', 'people', 'set_null'),
      reference('watchers', 'people', 'set_null', { multiple: true }),
      reference('auditor', 'people', 'restrict'),
      reference('parent', 'tasks', 'cascade'),
    ]);
    await world.define('logs', [line], { update_rule: null, delete_rule: null });
    return new DoorWorld(world);
  }

  /** As the admin of an account, unless told otherwise; null: as nobody. */
  async ask(method: string, path: string, body?: unknown, { token, headers }: As = {}): Promise<Answer> {
    const credential = token === null ? {} : { token: token ?? this.world.acme.token };
    const answer = await this.world.http.call(method, API + path, { ...credential, body, ...(headers && { headers }) });
    if (answer.status >= 500) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async create(collection: string, body: object, { token }: Member = this.world.acme): Promise<string> {
    return done(await this.ask('POST', `/records/${collection}`, body, { token })).body.id;
  }

  /** Three tasks. */
  tasks(): Promise<string[]> {
    return Promise.all(['a', 'b', 'c'].map((title) => this.create('tasks', { title })));
  }

  /** The path of the collection `brief`, newly made with this number of records. */
  async collection(records: number): Promise<string> {
    await this.drop('brief');
    await this.world.define('brief', [line]);
    for (let each = 0; each < records; each += 1) await this.create('brief', { line: 'x' });
    return (await this.find('brief'))!;
  }

  /** If there is one of this name. */
  async drop(name: string): Promise<void> {
    const path = await this.find(name);
    if (path !== undefined) done(await this.ask('DELETE', path, { confirm: true }, this.operator));
  }

  get operator(): { readonly token: string } {
    return this.world.superadmin;
  }

  /** Until the row is over, and after the recorder. */
  hook<E extends HookEventName>(event: E, handler: HookHandler<E>): void {
    this.registered.push(this.bus.register(event, handler));
  }

  /** Refuses one of the records of the next requests, counted from 0. */
  refuse(
    event: 'on_record_before_create' | 'on_record_before_update' | 'on_record_before_delete',
    index: number,
  ): void {
    let called = 0;
    this.hook(event, ({ abort }) => {
      if (called++ === index) abort(409, 'Not this one');
    });
  }

  forgetHooks(): void {
    for (const id of this.registered.splice(0)) this.bus.unregister(id);
  }

  private async find(name: string): Promise<string | undefined> {
    const { body } = done(await this.ask('GET', `/collections?search=${name}`, undefined, this.operator));
    const found = body.items.find((each: Json) => each.name === name);
    return found && `/collections/${found.id}`;
  }

  private get bus(): HookBus {
    return this.world.server.app.get(HookBus, { strict: false });
  }
}

export function done(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
