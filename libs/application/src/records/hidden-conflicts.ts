/**
 * Conflicts over unique values that the caller may not see. Each tells that somebody has the value, which cannot be kept from
 * whoever may write the field; so that values cannot be looked for in this way, a caller gets few of them a minute.
 */
import { networkOfClient } from '#domain/auth/client-network';
import type { Clock } from '#domain/kernel/clock';
import { DomainError } from '#domain/kernel/errors';
import { principalOf, type RequestContext } from '#domain/kernel/request-context';
import type { WriteCall } from '../ports/record-store';
import type { RecordRequest } from './fresh-requests';
import { namedForCaller } from './named-for-caller';

/** Values that a caller may try in vain. */
const MOST = 20;
const WINDOW_MS = 60_000;
/** Callers that are remembered, those whose first conflict was latest. */
const MOST_CALLERS = 10_000;

interface Tried {
  values: number;
  /** Unix milliseconds. */
  readonly until: number;
}

export class HiddenConflicts {
  private readonly tried = new Map<string, Tried>();

  constructor(private readonly clock: Clock) {}

  /** Throws RATE_LIMITED where the caller has had too many conflicts of the last minute; nothing is written then. */
  assertFew(ctx: RequestContext): void {
    if (this.tried.size === 0) return;
    const tried = this.lately(callerOf(ctx));
    if (tried === undefined || tried.values < MOST) return;
    const retryAfter = Math.ceil((tried.until - this.clock.now()) / 1000);
    const message = `Too many values were already in use. Try again in ${retryAfter} seconds.`;
    throw new DomainError('RATE_LIMITED', 'rate_limited', message, { body: { retryAfter } });
  }

  /** What a refused write tells its caller, counted where it is about a value that they may not see. */
  told(request: RecordRequest, calls: readonly WriteCall[], error: unknown): unknown {
    const told = namedForCaller(request, error);
    if (told !== error && told instanceof DomainError && told.code === 'RECORD_NOT_UNIQUE') {
      this.note(callerOf(request.ctx), valuesOf(calls));
    }
    return told;
  }

  private note(caller: string, values: number): void {
    const known = this.lately(caller);
    if (known !== undefined) {
      known.values += values;
      return;
    }
    this.tried.delete(caller);
    this.tried.set(caller, { values, until: this.clock.now() + WINDOW_MS });
    if (this.tried.size > MOST_CALLERS) this.tried.delete(this.tried.keys().next().value!);
  }

  private lately(caller: string): Tried | undefined {
    const tried = this.tried.get(caller);
    return tried !== undefined && tried.until > this.clock.now() ? tried : undefined;
  }
}

/** A batch tries as many values as it has records. */
function valuesOf(calls: readonly WriteCall[]): number {
  return calls.reduce((values, call) => values + ('records' in call ? call.records.length : 1), 0);
}

function callerOf(ctx: RequestContext): string {
  return principalOf(ctx)?.userId ?? `${ctx.accountId} ${networkOfClient(ctx)}`;
}
