/** What a handler can use. Everything goes the same way as requests: through rules, planner and lanes. */
import type { JsonValue } from '../schema/collection';
import type { HookData } from './hook-events';

type Query = Readonly<Record<string, string>>;

type HookInput = Readonly<Record<string, JsonValue>>;

interface HookChange {
  readonly id: string;
  readonly data: HookInput;
}

/** Records, as the HTTP API has them: the same rules, errors and limits. */
export interface HookRecords {
  get(collection: string, id: string, query?: Query): Promise<HookData>;
  list(collection: string, query?: Query): Promise<{ readonly items: HookData[]; readonly total: number | null }>;
  create(collection: string, data: HookInput): Promise<HookData>;
  update(collection: string, id: string, data: HookInput): Promise<HookData>;
  delete(collection: string, id: string): Promise<void>;
  /** Batches: all or none. */
  createMany(collection: string, records: readonly HookInput[]): Promise<HookData[]>;
  updateMany(collection: string, changes: readonly HookChange[]): Promise<HookData[]>;
  deleteMany(collection: string, ids: readonly string[]): Promise<void>;
  /**
   * The same within the account of the event, under no rule; `created_by` and the audit trail name the hook. Throws where
   * the event spans accounts, or belongs to none.
   */
  asSystem(): HookRecords;
}

export interface HookMail {
  /**
   * Sends a mail without a template, as plain text where `html` is absent. It is in the mail log of the event's
   * account, or else in that of the system account. A job sends it after it is on disk; its success does not affect the
   * request.
   */
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
  /** The runtime's fetch, which ends with the hook's time, and after ten seconds. */
  readonly http: { fetch(url: string, init?: RequestInit): Promise<Response> };
}
