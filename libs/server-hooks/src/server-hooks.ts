/**
 * What a hook file is written against. There is nothing here at run time, so a file uses `import type`:
 *
 *     import type { DefineHooks } from '@snackbase/server-hooks';
 *
 *     const hooks: DefineHooks = ({ on }) => {
 *       on('on_record_before_create', { collection: 'posts' }, (event) => { … });
 *     };
 *     export default hooks;
 *
 * The file that `snackbase types` writes extends Collections. From then on names of collections and fields are checked.
 */
import type { HookEvent, HookFilter, Next } from '../../domain/src/hooks/hook';
import type { HookEventName, HookPayloads } from '../../domain/src/hooks/hook-events';
import type { HookTools } from '../../domain/src/hooks/hook-tools';
import type { JsonValue } from '../../domain/src/schema/collection';

export type { HookEventName, HookPayloads, JsonValue };

/** The fields of each collection; extended by the file that `snackbase types` writes. */
// oxlint-disable-next-line typescript/no-empty-object-type -- to be extended
export interface Collections {}

type KnownName = Extract<keyof Collections, string>;

/** Any name, as long as nothing extends Collections. */
export type CollectionName = [KnownName] extends [never] ? string : KnownName;

/** The fields of a collection by their names. */
export type Fields<C extends CollectionName> = C extends KnownName ? Collections[C] : Record<string, JsonValue>;

/** A whole record. */
export type StoredFields<C extends CollectionName> = SystemFields & Fields<C>;

/** What every record has besides its fields. */
export interface SystemFields {
  readonly id: string;
  readonly account_id: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly updated_at: string;
  readonly updated_by: string;
}

/** Events about records, whose payloads follow the collection. */
export type RecordEventName = Extract<HookEventName, `on_record_${string}`>;

interface RecordMembers<C extends CollectionName> {
  collection: C;
  /**
   * As the caller sent it. It is checked once the handlers are done: until then a value may be of another type than the
   * field's.
   */
  data: Partial<Fields<C>>;
  record: StoredFields<C> | null;
  before: StoredFields<C> | null;
  /** What the caller may see and asked for. */
  items: readonly Partial<StoredFields<C>>[];
}

/** One variant for each collection, told apart by `collection`. */
type RecordPayload<Payload, C extends CollectionName> = C extends unknown
  ? { [Member in keyof Payload]: Member extends keyof RecordMembers<C> ? RecordMembers<C>[Member] : Payload[Member] }
  : never;

type PayloadOf<E extends HookEventName, C extends CollectionName> = E extends RecordEventName
  ? RecordPayload<HookPayloads[E], C>
  : HookPayloads[E];

type Query = Readonly<Record<string, string>>;

/** Records as the HTTP API has them: the same rules, errors and limits. */
export interface Records {
  get<C extends CollectionName>(collection: C, id: string, query?: Query): Promise<StoredFields<C>>;
  list<C extends CollectionName>(
    collection: C,
    query?: Query,
  ): Promise<{ readonly items: StoredFields<C>[]; readonly total: number | null }>;
  create<C extends CollectionName>(collection: C, data: Partial<Fields<C>>): Promise<StoredFields<C>>;
  update<C extends CollectionName>(collection: C, id: string, data: Partial<Fields<C>>): Promise<StoredFields<C>>;
  delete(collection: CollectionName, id: string): Promise<void>;
  /** Batches: all or none. */
  createMany<C extends CollectionName>(
    collection: C,
    records: readonly Partial<Fields<C>>[],
  ): Promise<StoredFields<C>[]>;
  updateMany<C extends CollectionName>(
    collection: C,
    changes: readonly { readonly id: string; readonly data: Partial<Fields<C>> }[],
  ): Promise<StoredFields<C>[]>;
  deleteMany(collection: CollectionName, ids: readonly string[]): Promise<void>;
  /** The same within the account of the event, under no rule. */
  asSystem(): Records;
}

type Tools = Omit<HookTools, 'records'> & { readonly records: Records };

/** What a handler gets: the payload of its event, tools, and how to refuse. */
export type HookEventOf<E extends HookEventName, C extends CollectionName = CollectionName> = PayloadOf<E, C> &
  Tools &
  Pick<HookEvent<E>, 'name' | 'ctx' | 'abort' | 'onSettled'>;

export type Handler<E extends HookEventName, C extends CollectionName = CollectionName> = (
  event: HookEventOf<E, C>,
  next: Next,
) => unknown;

interface Order {
  /** Higher ones come first; 0 by default. */
  readonly priority?: number;
  /** For after-hooks: those that follow do not run when this one throws. */
  readonly stopOnError?: boolean;
}

/** Registers a handler. The second argument holds what the event must be about, and the handler's place. */
export interface On {
  <E extends HookEventName>(event: E, handler: Handler<E>): void;
  <E extends RecordEventName, C extends CollectionName = CollectionName>(
    event: E,
    options: Omit<HookFilter<E>, 'collection'> & { readonly collection?: C } & Order,
    handler: Handler<E, C>,
  ): void;
  <E extends Exclude<HookEventName, RecordEventName>>(
    event: E,
    options: HookFilter<E> & Order,
    handler: Handler<E>,
  ): void;
}

/** The default export of a hook file. */
export type DefineHooks = (server: { readonly on: On }) => void | Promise<void>;
