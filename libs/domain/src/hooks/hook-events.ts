/**
 * What can be hooked: every event by its name, with what its handlers get. The names and members are stable: there will be
 * more of them, and none is renamed or taken away. docs/hooks.md describes each event.
 */
import type { StoredRecord } from '../records/record-change';
import type { JsonValue } from '../schema/collection';

/** Values by the names of fields, to be changed in place. */
export type HookData = Record<string, JsonValue>;

interface OfCollection {
  /** The collection's name. */
  readonly collection: string;
}

interface OfRecord extends OfCollection {
  readonly accountId: string;
}

export interface BeforeRecordCreate extends OfRecord {
  /** As the caller sent it; what it is when all handlers are done is checked like a request. */
  data: HookData;
}

export interface BeforeRecordUpdate extends OfRecord {
  readonly id: string;
  /** The fields that the caller sent, no others. */
  data: HookData;
}

export interface BeforeRecordDelete extends OfRecord {
  readonly id: string;
}

export interface AfterRecordChange extends OfRecord {
  readonly id: string;
  /** As it is stored now; null once it is deleted. */
  readonly record: StoredRecord | null;
  /** As it was stored before; null where it is new. */
  readonly before: StoredRecord | null;
  /** null: the request named this record. `cascade`: its target was deleted; it went with it, or its reference was cleared. */
  readonly cause: 'cascade' | null;
}

export interface BeforeRecordQuery extends OfCollection {
  readonly kind: 'get' | 'list';
  /** null: a superadmin's list that spans all accounts. */
  readonly accountId: string | null;
  /** Shows only records for which this rule holds too. It sees every field, and the caller. Nothing widens a query. */
  readonly narrow: (expression: string) => void;
}

export interface AfterRecordQuery extends OfCollection {
  readonly kind: 'get' | 'list';
  readonly accountId: string | null;
  /**
   * What the caller may see and asked for, each to be changed in place: other values, and members that are no fields. Which
   * records there are stays as it is, and no field is added that is not shown.
   */
  readonly items: readonly HookData[];
}

/** The definition of a collection, or some members of it, as requests of the API have them. */
export type HookDefinition = Record<string, unknown>;

export interface BeforeCollectionWrite extends OfCollection {
  /** null: it does not exist yet, and `collection` is the name that was asked for. */
  readonly id: string | null;
  /** As the caller sent it, for an update only that; what it is when all handlers are done is checked like a request. */
  data: HookDefinition;
}

export interface BeforeCollectionDelete extends OfCollection {
  readonly id: string;
  readonly data: null;
}

export interface AfterCollectionChange extends OfCollection {
  readonly id: string;
  /** What was asked for, as the before-hooks left it; null for a delete. */
  readonly data: Readonly<HookDefinition> | null;
}

export type Model = 'users' | 'accounts' | 'roles' | 'groups' | 'invitations' | 'api_keys' | 'collections';

/** A change to a row of a system table. Revoking a key or switching off a user is an update, since the row stays. */
export interface ModelEvent {
  readonly model: Model;
  /** null: not known yet. */
  readonly id: string | null;
  /** null: the row belongs to no single account, as with roles. */
  readonly accountId: string | null;
  /** What the request says of it, in the words of the HTTP API and without secrets; null for a delete. Not to be changed. */
  readonly data: Readonly<Record<string, unknown>> | null;
}

export interface AuthEvent {
  /** null: not known. */
  readonly email: string | null;
  /** null: not known yet. */
  readonly userId: string | null;
  readonly accountId: string | null;
}

export interface BeforeLogin extends AuthEvent {
  /** As the caller sent it, to be changed in place. null: an invitation that is accepted says who logs in, and where. */
  data: { email: string; account: string | null } | null;
}

export interface BeforeRegistration extends AuthEvent {
  /** As the caller sent it, to be changed in place; it is checked afterwards. */
  data: { email: string; account_name: string | null; account_slug: string | null };
}

export interface BeforeRequest {
  readonly method: string;
  /** Without the query, and with `[token]` in the place of tokens. */
  readonly path: string;
}

export interface AfterRequest extends BeforeRequest {
  /** null: the connection was closed before the answer was sent. */
  readonly status: number | null;
  /** Since the guards let the request in. */
  readonly milliseconds: number;
}

export interface RealtimeEvent {
  readonly connectionId: string;
  readonly message: JsonValue;
}

export interface BeforeMail {
  readonly type: string;
  readonly accountId: string;
  to: string;
  subject: string;
  html: string;
  text: string;
}

export type AfterMail = Readonly<BeforeMail>;

/** A moment in the life of the process; the name of the event says which. */
interface AppEvent {
  readonly pid: number;
}

/** Every event and its payload. */
export interface HookPayloads {
  on_bootstrap: AppEvent;
  on_serve: AppEvent;
  on_terminate: AppEvent;
  on_model_before_create: ModelEvent;
  on_model_after_create: ModelEvent;
  on_model_before_update: ModelEvent;
  on_model_after_update: ModelEvent;
  on_model_before_delete: ModelEvent;
  on_model_after_delete: ModelEvent;
  on_record_before_create: BeforeRecordCreate;
  on_record_after_create: AfterRecordChange;
  on_record_before_update: BeforeRecordUpdate;
  on_record_after_update: AfterRecordChange;
  on_record_before_delete: BeforeRecordDelete;
  on_record_after_delete: AfterRecordChange;
  on_record_before_query: BeforeRecordQuery;
  on_record_after_query: AfterRecordQuery;
  on_collection_before_create: BeforeCollectionWrite;
  on_collection_after_create: AfterCollectionChange;
  on_collection_before_update: BeforeCollectionWrite;
  on_collection_after_update: AfterCollectionChange;
  on_collection_before_delete: BeforeCollectionDelete;
  on_collection_after_delete: AfterCollectionChange;
  on_auth_before_login: BeforeLogin;
  on_auth_after_login: AuthEvent;
  on_auth_before_logout: AuthEvent;
  on_auth_after_logout: AuthEvent;
  on_auth_before_register: BeforeRegistration;
  on_auth_after_register: AuthEvent;
  on_auth_before_password_reset: AuthEvent;
  on_auth_after_password_reset: AuthEvent;
  on_before_request: BeforeRequest;
  on_after_request: AfterRequest;
  on_realtime_connect: RealtimeEvent;
  on_realtime_disconnect: RealtimeEvent;
  on_realtime_message: RealtimeEvent;
  on_realtime_subscribe: RealtimeEvent;
  on_realtime_unsubscribe: RealtimeEvent;
  on_mailer_before_send: BeforeMail;
  on_mailer_after_send: AfterMail;
}

export type HookEventName = keyof HookPayloads;

/** By category, in the order of docs/hooks.md. The compiler finds one that is missing. */
const EVENTS: Readonly<Record<HookEventName, true>> = {
  on_bootstrap: true,
  on_serve: true,
  on_terminate: true,
  on_model_before_create: true,
  on_model_after_create: true,
  on_model_before_update: true,
  on_model_after_update: true,
  on_model_before_delete: true,
  on_model_after_delete: true,
  on_record_before_create: true,
  on_record_after_create: true,
  on_record_before_update: true,
  on_record_after_update: true,
  on_record_before_delete: true,
  on_record_after_delete: true,
  on_record_before_query: true,
  on_record_after_query: true,
  on_collection_before_create: true,
  on_collection_after_create: true,
  on_collection_before_update: true,
  on_collection_after_update: true,
  on_collection_before_delete: true,
  on_collection_after_delete: true,
  on_auth_before_login: true,
  on_auth_after_login: true,
  on_auth_before_logout: true,
  on_auth_after_logout: true,
  on_auth_before_register: true,
  on_auth_after_register: true,
  on_auth_before_password_reset: true,
  on_auth_after_password_reset: true,
  on_before_request: true,
  on_after_request: true,
  on_realtime_connect: true,
  on_realtime_disconnect: true,
  on_realtime_message: true,
  on_realtime_subscribe: true,
  on_realtime_unsubscribe: true,
  on_mailer_before_send: true,
  on_mailer_after_send: true,
};

export const HOOK_EVENTS = Object.keys(EVENTS) as readonly HookEventName[];

export function isHookEvent(name: string): name is HookEventName {
  return Object.hasOwn(EVENTS, name);
}
