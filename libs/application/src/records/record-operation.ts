/** What one kind of record request does at each stage of the pipeline. */
import type { Act } from '#domain/kernel/act';
import type { Settlement } from '../kernel/hooks/settlement';
import type { ReadCall, ReadResult, RenderedRecord, WriteCall } from '../ports/record-store';
import type { Work } from '../ports/transactions';
import type { RecordRequest } from './fresh-requests';

/** Calls before-hooks with all that is known of a request without a plan; resolves with what they made of it. */
export type ReadHooks<L> = (request: RecordRequest, located: L) => Promise<L>;
export type WriteHooks<L> = (request: RecordRequest, located: L, settlement: Settlement) => Promise<L>;

/** `L`: where its records are, and what was prepared for them. */
export interface Operation<L, C> {
  readonly collection: string;
  /** Looks for accounts and prepares: once, before the plan. */
  locate(request: RecordRequest): Promise<L> | L;
  /** Pure: from the request and where it leads to a call of the store. Throws a DomainError to refuse. */
  plan(request: RecordRequest, located: L): C;
}

export interface ReadOperation<L, C extends ReadCall, A> extends Operation<L, C> {
  /** Once, between locate and plan; null: nobody hears of the event, and nothing is made for them. */
  readonly hooks: ReadHooks<L> | null;
  /** Hooks may change what is shown. */
  present(result: ReadResult<C>, call: C): Promise<A> | A;
}

/** Calls that the store runs as one: a create, a delete, or updates of one collection. */
export interface WritePart {
  readonly request: RecordRequest;
  readonly calls: readonly WriteCall[];
  /** The number of each of its elements in the request; of a request that has no other part, they are what they are. */
  readonly places?: readonly number[];
}

/** What is planned is written in one unit, in its order. */
export interface WriteOperation<L extends { readonly accountId: string }, R, A> extends Operation<
  L,
  readonly WritePart[]
> {
  readonly act: Act;
  /** As for reads. */
  readonly hooks: WriteHooks<L> | null;
  /** The whole work of the unit, around the writing of the records. */
  unit(write: Work<readonly RenderedRecord[]>, located: L): Work<R>;
  present(result: R): A;
}
