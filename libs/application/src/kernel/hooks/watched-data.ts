/**
 * Watches the data of a request while its before-hooks may change it: that it stays JSON, and which of them set what.
 */
import type { Hook } from '#domain/hooks/hook';
import { checkData, copyData, isPlainObject } from '#domain/hooks/hook-data';
import { HOOK_EVENTS, type HookData, type HookEventName } from '#domain/hooks/hook-events';
import { DomainError } from '#domain/kernel/errors';

/** Events before changes of records and collections and before sign-in; the data of model events cannot be changed. */
const CHANGEABLE: ReadonlySet<string> = new Set(
  HOOK_EVENTS.filter((event) => /^on_(record|collection|auth)_before_/.test(event)),
);

export class WatchedData {
  /** null: no handler has looked at the data yet. */
  private seen: HookData | null = null;
  private members = 0;
  private copy: HookData | null = null;
  private authors: Map<string, Hook> | null = null;

  constructor(
    private readonly payload: { data: HookData },
    private readonly maxBytes: number,
  ) {}

  /** Called before a handler gets the data. Only then is it copied: what was sent stays as it is. */
  open(): void {
    if (this.seen !== null) return;
    this.payload.data = copyData(this.payload.data);
    this.note();
  }

  /** Called when a handler calls next(). Throws TypeError for data that no request could send. */
  check(hook: Hook): void {
    const { seen } = this;
    if (seen === null) return;
    const { data } = this.payload;
    checkData(data, this.maxBytes);
    const names = Object.keys(data);
    const changed = names.filter((name) => data[name] !== seen[name] || !Object.hasOwn(seen, name));
    for (const name of changed) (this.authors ??= new Map()).set(name, hook);
    if (changed.length > 0 || names.length !== this.members) this.note();
  }

  /** Called when a handler is done; throws as check does. */
  take(hook: Hook): void {
    if (this.seen === null) return;
    this.check(hook);
    this.copy = copyData(this.payload.data);
  }

  /**
   * Called when all are done: replaces the data by a copy that no handler holds, so that later changes have no effect.
   */
  seal(): void {
    if (this.copy !== null) this.payload.data = this.copy;
  }

  get isChanged(): boolean {
    return this.authors !== null;
  }

  /** The hooks that set a value that the error complains about. */
  blamed(error: unknown): ReadonlySet<Hook> {
    const problems = error instanceof DomainError ? (error.extras.details ?? []) : [];
    const hooks = problems.map(({ field }) => this.authors?.get(field));
    return new Set(hooks.filter((hook) => hook !== undefined));
  }

  private note(): void {
    this.seen = { ...this.payload.data };
    this.members = Object.keys(this.seen).length;
  }
}

export function mayChangeData(event: HookEventName): boolean {
  return CHANGEABLE.has(event);
}

/** null: the event has no data that may be changed. */
export function watchedDataOf(event: HookEventName, payload: object, maxBytes: number): WatchedData | null {
  if (!mayChangeData(event) || !('data' in payload) || !isPlainObject(payload.data)) return null;
  return new WatchedData(payload as { data: HookData }, maxBytes);
}
