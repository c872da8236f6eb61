/**
 * Hooks around every change of a collection. Before-hooks run once, before the exclusive unit, and what they make of the
 * definition is checked like a request; after-hooks run once the change is on disk. Each kind of change has two events:
 * one of collections, and after it one of the model `collections`.
 */
import type { HookDefinition } from '#domain/hooks/hook-events';
import type { RequestContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { AfterHooks } from '../kernel/hooks/after-hooks';
import type { BeforeHooks } from '../kernel/hooks/before-hooks';
import { Settlement } from '../kernel/hooks/settlement';
import type { Catalogs } from '../ports/catalogs';
import type { Outcome } from '../ports/transactions';
import { jsonOf } from './json-of';

const MODEL = 'collections';

interface Subject {
  /** null: it does not exist yet. */
  readonly id: string | null;
  readonly name: string;
}

export interface CollectionChange<P> {
  readonly op: 'create' | 'update' | 'delete';
  /** null for a delete. */
  readonly body: unknown;
  /** The collection that the request names. Throws where there is none. */
  readonly find: (catalog: Catalog) => Subject;
  /** Pure. Throws for a body that is not well-formed: before-hooks are not called for it. */
  readonly parse: (body: unknown) => P;
}

/** To be called as soon as the change is on disk. */
type OnDisk = (collection: Collection) => void;

export class CollectionHooks {
  constructor(
    private readonly before: BeforeHooks,
    private readonly after: AfterHooks,
    private readonly catalogs: Catalogs,
  ) {}

  async around<P, T>(
    ctx: RequestContext,
    change: CollectionChange<P>,
    work: (input: P, onDisk: OnDisk) => Promise<T>,
  ): Promise<T> {
    const sent = change.parse(change.body);
    await this.after.room(ctx);
    const settlement = new Settlement();
    let outcome: Outcome = 'rolled_back';
    try {
      const isHeard = this.isHeardBefore(change.op);
      const data = isHeard ? await this.ask(ctx, change, settlement) : change.body;
      return await work(isHeard ? change.parse(data) : sent, (collection) => {
        outcome = 'committed';
        this.tell(ctx, change.op, collection, data as HookDefinition | null);
      });
    } finally {
      settlement.tell(outcome);
    }
  }

  private isHeardBefore(op: CollectionChange<unknown>['op']): boolean {
    return this.before.heard.has(`on_collection_before_${op}`) || this.before.heard.has(`on_model_before_${op}`);
  }

  /** The body as the hooks leave it. */
  private async ask(ctx: RequestContext, change: CollectionChange<unknown>, settlement: Settlement): Promise<unknown> {
    const { op, body, find } = change;
    const { id, name } = find(await this.catalogs.refresh());
    const asked = { collection: name, id, data: structuredClone(body) as HookDefinition };
    await this.before.run(ctx, `on_collection_before_${op}`, asked, settlement);
    const model = { model: MODEL, id, accountId: null, data: asked.data } as const;
    await this.before.run(ctx, `on_model_before_${op}`, model, settlement);
    return op === 'delete' ? null : jsonOf(model.data);
  }

  private tell(
    ctx: RequestContext,
    op: CollectionChange<unknown>['op'],
    { id, name }: Collection,
    data: HookDefinition | null,
  ): void {
    const [ofCollection, ofModel] = [`on_collection_after_${op}`, `on_model_after_${op}`] as const;
    if (this.after.heard.has(ofCollection)) this.after.add(ctx, ofCollection, { collection: name, id, data });
    if (this.after.heard.has(ofModel)) this.after.add(ctx, ofModel, { model: MODEL, id, accountId: null, data });
  }
}
