/** Runs compiled record plans. Bodies are JSON text that the database rendered; they are not parsed on the way out. */
import type { RequestContext } from '#domain/kernel/request-context';
import type { AggregatePlan } from '#domain/query/aggregate-plan';
import type {
  CreatePlan,
  DeletePlan,
  GetManyPlan,
  GetPlan,
  KeysetValue,
  ListPlan,
  LocatePlan,
  MatchPlan,
  SelectPlan,
  UpdatePlan,
} from '#domain/query/record-plan';
import type { RequestValues } from '#domain/rules/condition';
import type { Catalog } from '#domain/schema/catalog';
import type { JsonValue } from '#domain/schema/collection';
import type { Compiled } from './plan-compiler';
import type { Unit } from './transactions';

export interface RenderedRecord {
  readonly id: string;
  /** The record as a JSON object. */
  readonly body: string;
  /** Its ETag: 1, and one more with every update. */
  readonly revision: number;
}

export interface PageBounds {
  /** Offset pages only. */
  readonly skip: number;
  readonly limit: number;
  /** Keyset pages only: the values after (or before) which the page lies; null: the first page. */
  readonly position: readonly KeysetValue[] | null;
}

export interface RecordSlice {
  /** A JSON array. */
  readonly items: string;
  /** null when the plan does not ask for it. */
  readonly total: number | null;
  /** Keyset pages only: the order values and id of each fetched record, one record more than the page when there is one. */
  readonly keys: readonly (readonly KeysetValue[])[] | null;
}

export interface GroupSlice {
  /** A JSON array of the first groups in order. */
  readonly results: string;
  /** Of all groups. */
  readonly total: number;
}

/** A validated record on its way in. */
export interface NewRecord {
  readonly id: string;
  readonly accountId: string;
  /** Every field that has a value, in stored form. */
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly request: RequestValues;
}

/** Ids are unique in their account. */
export interface RecordKey {
  readonly accountId: string;
  readonly id: string;
}

/** The revisions the caller accepts; null: any. */
export type IfMatch = readonly number[] | null;

/** What a plan was made against. */
export interface Planned {
  readonly ctx: RequestContext;
  readonly catalog: Catalog;
}

export interface LocateCall {
  readonly plan: LocatePlan;
  readonly ids: readonly string[];
}

export interface MatchCall {
  readonly plan: MatchPlan;
  readonly accountId: string;
  /** Of each record, the values of plan.on in stored form; none is null. */
  readonly keys: readonly (readonly JsonValue[])[];
}

/** Part of a unit that writes records by their keys: rejects with KeysMoved where others have the keys than were found before. */
export interface MatchedCall extends MatchCall {
  /** As a MatchCall found them. */
  readonly ids: ReadonlyMap<number, string>;
}

/** `ids`: of the records that have the keys now, as far as the unit sees. */
export class KeysMoved extends Error {
  override readonly name = 'KeysMoved';

  constructor(readonly ids: ReadonlyMap<number, string>) {
    super('Other records have the keys than before');
  }
}

interface Selecting {
  readonly plan: SelectPlan;
  /** With the literals of the filter. */
  readonly request: RequestValues;
  /** The fields that the plan sets, in stored form. */
  readonly values: Readonly<Record<string, JsonValue>>;
}

export interface SelectCall extends Selecting {
  /** How many ids are wanted; null: the number of records alone. */
  readonly limit: number | null;
}

/** The ids in order; the number of all records where it was asked for. */
export interface Selected {
  readonly ids: readonly string[];
  readonly total: number | null;
}

/** Part of a unit that changes these records: rejects with RECORD_COUNT_DIFFERS where the plan does not select just them. */
export interface ConfirmCall extends Selecting {
  readonly keys: readonly RecordKey[];
}

export interface GetCall {
  readonly plan: GetPlan;
  readonly key: RecordKey;
  readonly request: RequestValues;
}

export interface GetManyCall {
  readonly plan: GetManyPlan;
  readonly accountId: string;
  readonly ids: readonly string[];
  readonly request: RequestValues;
}

export interface ListCall {
  readonly plan: ListPlan;
  readonly bounds: PageBounds;
  readonly request: RequestValues;
}

export interface AggregateCall {
  readonly plan: AggregatePlan;
  /** Groups that are answered. */
  readonly limit: number;
  readonly request: RequestValues;
}

/** A batch may have a single element; errors say which element they are about all the same. */
interface Batched {
  readonly batch: boolean;
}

export interface CreateCall extends Batched {
  readonly plan: CreatePlan;
  readonly records: readonly NewRecord[];
}

export interface UpdateCall extends Batched {
  readonly plan: UpdatePlan;
  readonly key: RecordKey;
  /** The fields that the plan sets, in stored form. */
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly request: RequestValues;
  readonly ifMatch: IfMatch;
  /** Fields that must have these values, or it is not the record that is meant: RECORD_NOT_FOUND. */
  readonly having?: Readonly<Record<string, JsonValue>>;
}

/** The same change of many records, answered by nothing. */
export interface UpdateAllCall extends Pick<UpdateCall, 'plan' | 'values' | 'request'> {
  readonly keys: readonly RecordKey[];
}

export interface DeleteCall extends Batched {
  readonly plan: DeletePlan;
  readonly keys: readonly RecordKey[];
  readonly request: RequestValues;
  readonly ifMatch: IfMatch;
}

export type ReadCall = LocateCall | MatchCall | SelectCall | GetCall | GetManyCall | ListCall | AggregateCall;
export type WriteCall = CreateCall | UpdateCall | UpdateAllCall | DeleteCall | ConfirmCall | MatchedCall;

/**
 * locate: the account of each record that exists, by its id; match: the id of the record that has the key, by the number of the key; get: null when there is no such record, or none that the
 * plan lets the caller see; getMany: a JSON array of those that it does, in no order.
 */
export type ReadResult<C extends ReadCall> = C extends GetCall
  ? RenderedRecord | null
  : C extends GetManyCall
    ? string
    : C extends ListCall
      ? RecordSlice
      : C extends AggregateCall
        ? GroupSlice
        : C extends MatchCall
          ? ReadonlyMap<number, string>
          : C extends SelectCall
            ? Selected
            : ReadonlyMap<string, string>;

export type CompiledWrite<C extends WriteCall> = C & { readonly compiled: Compiled<C['plan']> };

/**
 * The work of a unit that writes records; it resolves with those that were created or changed, in the order of the
 * calls.
 */
export type WriteWork = Required<Pick<Unit<readonly RenderedRecord[]>, 'work' | 'explain'>>;

export abstract class RecordStore {
  /**
   * Rejects with StaleExpectation when the statement's own snapshot shows that the catalog's revision or the caller's stamp
   * moved.
   */
  abstract read<C extends ReadCall>(planned: Planned, compiled: Compiled<C['plan']>, call: C): Promise<ReadResult<C>>;

  /**
   * `calls`: one create, one delete, one update of all, one confirmation of any kind, or the updates of a batch, all in the account of the unit
   * and on all or none of their records; errors about an element of a batch carry its index. `alone`: the unit writes nothing
   * else; the parts of others are bounded together. Errors: RECORD_RULE_FAILED, RECORD_NOT_UNIQUE, RECORD_REFERENCE_BROKEN,
   * RECORD_NOT_FOUND, RECORD_CHANGED (412), RECORD_IN_USE, RECORD_TOO_MANY_ROWS.
   */
  abstract write<C extends WriteCall>(planned: Planned, calls: readonly CompiledWrite<C>[], alone: boolean): WriteWork;
}
