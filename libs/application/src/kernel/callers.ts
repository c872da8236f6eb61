/**
 * The callers who have been let in. What was proven once is remembered, so that the hot path neither verifies a
 * signature nor asks the database; that is safe because every statement compares the principal's stamp with the
 * database's before anything is shown or written.
 */
import { tokenRevoked } from '#domain/auth/auth-errors';
import type { Clock } from '#domain/kernel/clock';
import { WeighedCache } from '#domain/kernel/weighed-cache';
import type { Principal, RequestContext } from '#domain/kernel/request-context';
import type { Principals } from '../ports/principals';
import type { AnonymousScope } from './anonymous-scope';

/** Bytes of all tokens with their principals; an account has a quarter of them. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Of a principal, without its groups and scopes, and of what refers to it. */
const PRINCIPAL_BYTES = 600;
const NAME_BYTES = 32;

/** What is known of one token. `principal` is replaced when it was read again, null when the credential is gone. */
interface Entry {
  readonly token: string;
  readonly expiresAt: number;
  principal: Principal | null;
}

export class Callers {
  private readonly entries = new WeighedCache<Entry>(MAX_BYTES);
  private readonly entryOf = new WeakMap<Principal, Entry>();

  constructor(
    private readonly principals: Principals,
    private readonly anonymous: AnonymousScope,
    private readonly clock: Clock,
  ) {}

  /** `expiresAt`: Unix milliseconds. */
  remember(token: string, principal: Principal, expiresAt: number): void {
    const entry: Entry = { token, expiresAt, principal };
    this.entries.set(token, entry, principalBytes(principal), principal.accountId);
    this.entryOf.set(principal, entry);
  }

  /** The principal as last read, for routes whose statements compare the stamp; undefined: not known, expired or gone. */
  recall(token: string): Principal | undefined {
    const entry = this.entries.get(token);
    if (!entry?.principal || entry.expiresAt <= this.clock.now()) return undefined;
    return entry.principal;
  }

  /** The principal as the database has it now. Throws 401 when its credential is gone. */
  async confirm(known: Principal): Promise<Principal> {
    const stamp = await this.principals.findStamp(known.credential);
    return stamp === known.credential.stamp ? known : this.readAgain(known);
  }

  /**
   * The context with its actor read again, after a statement found it outdated. Throws 401 when the credential is gone, and
   * AUTH_ACCOUNT_UNKNOWN when the account that a stranger named is not open any more.
   */
  async renew(ctx: RequestContext): Promise<RequestContext> {
    const { actor } = ctx;
    switch (actor.kind) {
      case 'user':
        return { ...ctx, actor: await this.readAgain(actor) };
      case 'anonymous':
        return { ...ctx, accountId: await this.anonymous.confirm(ctx.accountId!) };
      case 'system':
        return ctx;
    }
  }

  private async readAgain(principal: Principal): Promise<Principal> {
    const stored = await this.principals.find(principal.credential);
    const entry = this.entryOf.get(principal);
    if (entry) entry.principal = stored?.principal ?? null;
    if (!stored) {
      if (entry) this.entries.delete(entry.token);
      throw tokenRevoked();
    }
    if (entry) this.entryOf.set(stored.principal, entry);
    return stored.principal;
  }
}

function principalBytes({ groups, scopes = [] }: Principal): number {
  let bytes = PRINCIPAL_BYTES;
  for (const name of [...groups, ...scopes]) bytes += NAME_BYTES + name.length;
  return bytes;
}
