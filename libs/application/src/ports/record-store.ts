/** Runs record plans. Bodies come as JSON text that the database rendered; nobody parses them on the way to the client. */
import type { RequestContext } from '#domain/kernel/request-context';
import type { CreatePlan, DeletePlan, GetPlan, KeysetValue, ListPlan, UpdatePlan } from '#domain/query/record-plan';
import type { RequestValues } from '#domain/rules/condition';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, JsonValue } from '#domain/schema/collection';
import type { Transaction } from './transactions';

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
  /** Keyset pages only: the values behind which (or before which) the page lies; null: the first page. */
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

export interface RecordChange {
  readonly plan: UpdatePlan;
  readonly key: RecordKey;
  /** The fields that the plan sets, in stored form. */
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly request: RequestValues;
  readonly ifMatch: IfMatch;
}

/** The revisions the caller accepts; null: any. */
export type IfMatch = readonly number[] | null;

/**
 * Every method throws StaleSchema or StaleCredential, having done nothing, when the statement's own snapshot shows that
 * the catalog's revision or the caller's stamp moved. Writes take part in the given transaction, or run as a unit of their
 * own; several records are written all or none, and errors about one of several carry its index.
 */
export abstract class RecordStore {
  /** The account that a record of any account belongs to; null: there is no such record. For superadmins' requests. */
  abstract findAccount(collection: Collection, id: string): Promise<string | null>;

  /** null: there is no such record, or none that the plan lets the caller see. */
  abstract get(
    ctx: RequestContext,
    catalog: Catalog,
    plan: GetPlan,
    key: RecordKey,
    request: RequestValues,
  ): Promise<RenderedRecord | null>;

  abstract list(
    ctx: RequestContext,
    catalog: Catalog,
    plan: ListPlan,
    bounds: PageBounds,
    request: RequestValues,
  ): Promise<RecordSlice>;

  /** Errors: RECORD_RULE_FAILED, RECORD_NOT_UNIQUE, RECORD_REFERENCE. In the order given. */
  abstract create(
    ctx: RequestContext,
    catalog: Catalog,
    plan: CreatePlan,
    records: readonly NewRecord[],
    tx?: Transaction,
  ): Promise<RenderedRecord[]>;

  /** Errors: as create, and RECORD_NOT_FOUND, RECORD_CHANGED (412). */
  abstract update(ctx: RequestContext, catalog: Catalog, changes: readonly RecordChange[]): Promise<RenderedRecord[]>;

  /** Carries out on_delete. Errors: RECORD_NOT_FOUND, RECORD_CHANGED, RECORD_IN_USE. */
  abstract delete(
    ctx: RequestContext,
    catalog: Catalog,
    plan: DeletePlan,
    keys: readonly RecordKey[],
    request: RequestValues,
    ifMatch: IfMatch,
  ): Promise<void>;
}
