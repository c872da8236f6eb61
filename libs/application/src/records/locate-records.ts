/**
 * Finds the account in which the records of a request lie. A tenant's request means its own account. A superadmin's
 * spans all accounts, unless X-Account-ID narrows it to one: ids are looked up, a new record may name any account that
 * exists, and every statement after that stays within one account. The scopes of an API key are checked first: not every key may learn whether a record or
 * account exists.
 */
import { requireScope } from '#domain/auth/key-scope';
import { DomainError, invalidFields } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import {
  hasScopes,
  isSuperadmin,
  isSystem,
  principalOf,
  type RequestContext,
  SYSTEM_ACCOUNT_ID,
} from '#domain/kernel/request-context';
import type { RuleOperation } from '#domain/schema/collection';
import type { Accounts } from '../ports/accounts';
import type { PlanCompiler } from '../ports/plan-compiler';
import type { RecordKey, RecordStore } from '../ports/record-store';
import { runWork, type Transaction, type Work } from '../ports/transactions';
import type { RecordRequest } from './fresh-requests';
import { recordNotFound, severalAccounts } from './record-errors';

/** New records and where they go; `bodies` without their addresses. */
export interface Addressed {
  readonly accountId: string;
  readonly bodies: readonly unknown[];
}

export interface Located {
  readonly accountId: string;
  readonly keys: readonly RecordKey[];
}

export class LocateRecords {
  constructor(
    private readonly accounts: Accounts,
    private readonly compiler: PlanCompiler,
    private readonly store: RecordStore,
  ) {}

  /** Throws RECORD_NOT_FOUND, for what is not shaped like an id too. `batch`: the error says which element it is about. */
  existing(
    request: RecordRequest,
    operation: RuleOperation,
    ids: readonly string[],
    batch = false,
  ): Promise<Located> | Located {
    if (hasScopes(request.ctx)) requireScope(request.ctx, request.collection, operation);
    const { accountId } = request.ctx;
    if (accountId !== null) return located(ids, () => accountId, batch);
    return this.accountsOf(request, ids).then((accounts) => located(ids, (id) => accounts.get(id), batch));
  }

  added(request: RecordRequest, bodies: readonly unknown[], batch: boolean): Promise<Addressed> | Addressed {
    const { ctx, collection } = request;
    if (hasScopes(ctx)) requireScope(ctx, collection, 'create');
    return isSuperadmin(ctx) ? this.addressed(ctx, bodies, batch) : { accountId: ctx.accountId!, bodies };
  }

  /**
   * The work of a unit that adds records, if the account is still there: one that is deleted meanwhile would leave them behind.
   * Where the unit's expectation includes the caller's credential, the caller's own account needs no further check.
   */
  confirmed<T>(ctx: RequestContext, accountId: string, work: Work<T>): Work<T> {
    const isProven = !isSystem(ctx) && accountId === (principalOf(ctx)?.accountId ?? ctx.accountId);
    if (isProven) return work;
    return async (tx) => {
      await this.assertThere(accountId, undefined, tx);
      return runWork(work, tx);
    };
  }

  private async addressed(ctx: RequestContext, bodies: readonly unknown[], batch: boolean): Promise<Addressed> {
    const addressed = bodies.map((body, index) => addressOf(ctx, body, batch ? index : undefined));
    for (const [index, { accountId }] of addressed.entries()) {
      if (accountId === SYSTEM_ACCOUNT_ID || (index > 0 && accountId === addressed[index - 1]!.accountId)) continue;
      await this.assertThere(accountId, batch ? index : undefined);
    }
    const accountId = oneOf(addressed.map((each) => each.accountId));
    return { accountId, bodies: addressed.map(({ fields }) => fields) };
  }

  private accountsOf(request: RecordRequest, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const plan = { kind: 'locate', collection: request.collection } as const;
    return this.store.read(request, this.compiler.compile(plan), { plan, ids: ids.filter(isId) });
  }

  private async assertThere(id: string, index: number | undefined, tx?: Transaction): Promise<void> {
    const account = await this.accounts.findAny({ by: 'id', value: id }, tx);
    if (account === null || account.status === 'deleting') throw wrongAccount('There is no such account', index);
  }
}

function located(ids: readonly string[], accountOf: (id: string) => string | undefined, batch: boolean): Located {
  const keys = ids.map((id, index): RecordKey => {
    const accountId = isId(id) ? accountOf(id) : undefined;
    if (accountId === undefined) throw recordNotFound(batch ? index : undefined);
    return { accountId, id };
  });
  return { accountId: oneOf(keys.map(({ accountId }) => accountId)), keys };
}

/**
 * A superadmin's body may say which account it is for; it goes to the one that the request is narrowed to otherwise, or to the
 * system account.
 */
function addressOf(
  { accountId: narrowed }: RequestContext,
  body: unknown,
  index: number | undefined,
): { accountId: string; fields: unknown } {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'account_id')) {
    return { accountId: narrowed ?? SYSTEM_ACCOUNT_ID, fields: body };
  }
  const { account_id: accountId, ...fields } = body as { readonly account_id: unknown };
  if (typeof accountId !== 'string' || !isId(accountId)) throw wrongAccount('There is no such account', index);
  if (narrowed !== null && accountId !== narrowed) {
    throw wrongAccount('Is not the account that X-Account-ID names', index);
  }
  return { accountId, fields };
}

/** A unit writes one account, so that its commit belongs to one account and has one place in that account's history. */
function oneOf(accountIds: readonly string[]): string {
  const [first] = accountIds;
  if (accountIds.some((accountId) => accountId !== first)) {
    throw severalAccounts('Send one batch for each account.');
  }
  return first!;
}

function wrongAccount(message: string, index: number | undefined): DomainError {
  const problem = { field: 'account_id', code: 'invalid_reference', message };
  return invalidFields('RECORD_INVALID', [problem], index);
}
