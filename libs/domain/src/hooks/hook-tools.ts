/** What a handler can use. Everything goes the way that requests go: through rules, planner and lanes. */
import type { JsonValue } from '../schema/collection';
import type { HookData } from './hook-events';

type Query = Readonly<Record<string, string>>;

/** Records, as the HTTP API has them: the same rules, errors and limits. */
export interface HookRecords {
  get(collection: string, id: string, query?: Query): Promise<HookData>;
  list(collection: string, query?: Query): Promise<{ readonly items: HookData[]; readonly total: number | null }>;
  create(collection: string, data: Readonly<Record<string, JsonValue>>): Promise<HookData>;
  update(collection: string, id: string, data: Readonly<Record<string, JsonValue>>): Promise<HookData>;
  delete(collection: string, id: string): Promise<void>;
  /** The same within the account of the event, under no rule, named in `created_by` and the audit trail as the hook's. */
  asSystem(): HookRecords;
}

export interface HookMail {
  /** In place of a template. Sent by a job after it is on disk; never part of a request's fate. */
  send(mail: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly html?: string;
  }): Promise<void>;
}

export interface HookLog {
  info(message: string, values?: Readonly<Record<string, unknown>>): void;
  warn(message: string, values?: Readonly<Record<string, unknown>>): void;
  error(message: string, values?: Readonly<Record<string, unknown>>): void;
}

export interface HookTools {
  readonly records: HookRecords;
  readonly mail: HookMail;
  readonly log: HookLog;
  /** The runtime's fetch, which ends with the hook's time. */
  readonly http: { fetch(url: string, init?: RequestInit): Promise<Response> };
}
