/**
 * Watches the data of a request while its before-hooks may change it: that it stays JSON, and which of them set what.
 */
import type { Hook } from '#domain/hooks/hook';
import { checkData, copyData, isPlainObject } from '#domain/hooks/hook-data';
import type { HookData, HookEventName } from '#domain/hooks/hook-events';
import { DomainError } from '#domain/kernel/errors';

/** Events before changes of records and collections and before sign-in; the data of model events cannot be changed. */
const CHANGEABLE = /^on_(record|collection|auth)_before_/;

export class WatchedData {
  private seen: HookData;
  private members: number;
  private copy: HookData | null = null;
  private authors: Map<string, Hook> | null = null;

  constructor(
    private readonly payload: { data: HookData },
    private readonly maxBytes: number,
  ) {
    this.seen = { ...payload.data };
    this.members = Object.keys(this.seen).length;
  }

  /** Called when a handler calls next(). Throws TypeError for data that no request could send. */
  check(hook: Hook): void {
    const { data } = this.payload;
    checkData(data, this.maxBytes);
    const names = Object.keys(data);
    const changed = names.filter((name) => data[name] !== this.seen[name] || !Object.hasOwn(this.seen, name));
    for (const name of changed) (this.authors ??= new Map()).set(name, hook);
    if (changed.length === 0 && names.length === this.members) return;
    this.seen = { ...data };
    this.members = names.length;
  }

  /** Called when a handler is done; throws as check does. */
  take(hook: Hook): void {
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
}

export function mayChangeData(event: HookEventName): boolean {
  return CHANGEABLE.test(event);
}

/** null: the event has no data that may be changed. */
export function watchedDataOf(event: HookEventName, payload: object, maxBytes: number): WatchedData | null {
  if (!mayChangeData(event) || !('data' in payload) || !isPlainObject(payload.data)) return null;
  return new WatchedData(payload as { data: HookData }, maxBytes);
}
