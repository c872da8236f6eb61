/** What one kind of record request does at each stage of the pipeline. */
import type { Act } from '#domain/kernel/act';
import type { Settlement } from '../kernel/hooks/settlement';
import type { ReadCall, ReadResult, RenderedRecord, WriteCall } from '../ports/record-store';
import type { Work } from '../ports/transactions';
import type { RecordRequest } from './fresh-requests';

/** `L`: where its records are, and what was prepared for them. `S`: what is told how it ends. */
export interface Operation<L, C, S> {
  readonly collection: string;
  /** Looks for accounts and prepares: once, before the plan. */
  locate(request: RecordRequest): Promise<L> | L;
  /** Runs the before-hooks: once, after all that can be known of the request without a plan. */
  hooks(request: RecordRequest, located: L, settlement: S): Promise<L> | L;
  /** Pure: from the request and where it leads to a call of the store. Throws a DomainError to refuse. */
  plan(request: RecordRequest, located: L): C;
}

/** Once a read has its answer, nothing is left to be settled. */
export interface ReadOperation<L, C extends ReadCall, A> extends Operation<L, C, null> {
  /** Hooks may change what is shown. */
  present(result: ReadResult<C>, call: C): Promise<A> | A;
}

export interface WriteOperation<L extends { readonly accountId: string }, C extends WriteCall, R, A> extends Operation<
  L,
  readonly C[],
  Settlement
> {
  readonly act: Act;
  /** The whole work of the unit, around the writing of the records. */
  unit(write: Work<readonly RenderedRecord[]>, located: L): Work<R>;
  present(result: R): A;
}
