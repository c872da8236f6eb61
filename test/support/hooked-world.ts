/** A world whose hooks come and go with each test, and whose log can be read. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import type { HookHandler, HookOptions } from '#domain/hooks/hook';
import { HookBus } from '#domain/hooks/hook-bus';
import type { HookEventName } from '#domain/hooks/hook-events';
import type { Answer, Call } from './http';
import { API, type Member } from './member';
import { createWorld, type World } from './world';

const SLOW = / took \d+ ms/;

export class HookedWorld {
  private readonly ids: string[] = [];

  private constructor(
    readonly world: World,
    private readonly lines: string[],
  ) {}

  static async create(environment: Record<string, string> = {}): Promise<HookedWorld> {
    const lines: string[] = [];
    return new HookedWorld(await createWorld(environment, (line) => lines.push(line)), lines);
  }

  on<E extends HookEventName>(event: E, id: string, handler: HookHandler<E>, options: HookOptions<E> = {}): void {
    this.ids.push(this.bus.register(event, handler, { ...options, id }));
  }

  /** The lines so far that name the hook, but for those that call it slow: on a busy machine any hook may be. */
  linesOf(id: string): readonly string[] {
    return this.lines.filter((line) => line.includes(`"hook":"${id}"`) && !SLOW.test(line));
  }

  slowLinesOf(id: string): readonly string[] {
    return this.lines.filter((line) => line.includes(`"hook":"${id}"`) && SLOW.test(line));
  }

  /** All after-hooks done, hooks gone and the log empty. */
  async clear(): Promise<void> {
    await this.idle();
    for (const id of this.ids.splice(0)) this.bus.unregister(id);
    this.lines.length = 0;
  }

  idle(): Promise<void> {
    return this.world.server.app.get(AfterHooks, { strict: false }).idle();
  }

  post(collection: string, body: unknown, member: Member = this.world.acme): Promise<Answer> {
    return this.ask('POST', collection, { body }, member);
  }

  ask(method: string, path: string, call: Call = {}, member: Member = this.world.acme): Promise<Answer> {
    return this.world.http.call(method, `${API}/records/${path}`, { ...call, token: member.token });
  }

  async count(collection: string, filter = ''): Promise<number> {
    const { body } = await this.ask('GET', `${collection}?limit=1&filter=${encodeURIComponent(filter)}`);
    return body.total as number;
  }

  private get bus(): HookBus {
    return this.world.server.app.get(HookBus, { strict: false });
  }
}
