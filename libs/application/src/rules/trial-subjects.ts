/**
 * What a trial is about, found before anything is asked: the rule that is tried, the account, the record and who asks for it.
 * Nothing outside of the one account is looked at after that.
 */
import { DomainError } from '#domain/kernel/errors';
import { isId } from '#domain/kernel/ids';
import { inAccount, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { outlineRule, type OutlinedRule } from '#domain/rules/outline-rule';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { excerpt } from '#domain/schema/clean-text';
import type { Callers } from '../kernel/callers';
import { repeatWhileStale } from '../kernel/repeat-while-stale';
import { requireSuperadmin } from '../kernel/require-superadmin';
import { userNotFound } from '../kernel/users/user-errors';
import type { Catalogs } from '../ports/catalogs';
import type { PlanCompiler } from '../ports/plan-compiler';
import type { Planned, RecordStore } from '../ports/record-store';
import type { UserDetails, Users } from '../ports/users';
import { invalidTrial, type TrialInput } from './trial-input';

/** A collection as it is, or as it would be with the rule that is tried. */
export interface TriedRule {
  readonly catalog: Catalog;
  readonly collection: Collection;
  /** null: locked. */
  readonly rule: OutlinedRule | null;
}

export interface Subject {
  /** The superadmin who asks, in the account that is asked about. */
  readonly planned: Planned;
  readonly accountId: string;
  readonly stored: TriedRule;
  /** What is tried; the stored rule where no other is given. */
  readonly tried: TriedRule;
  /** The user who is named; null: a stranger, or nobody is named. */
  readonly user: UserDetails | null;
}

export class TrialSubjects {
  constructor(
    private readonly catalogs: Catalogs,
    private readonly callers: Callers,
    private readonly users: Users,
    private readonly compiler: PlanCompiler,
    private readonly store: RecordStore,
  ) {}

  /** `ask` is repeated where it finds that the schema or the caller's credential has changed. */
  async about<T>(ctx: RequestContext, input: TrialInput, ask: (subject: Subject) => Promise<T>): Promise<T> {
    requireSuperadmin(ctx);
    let current = ctx;
    return repeatWhileStale(
      async () => ask(await this.find(current, input)),
      async ({ stale }) => {
        if (stale === 'credential') current = await this.callers.renew(current);
      },
    );
  }

  private async find(ctx: RequestContext, input: TrialInput): Promise<Subject> {
    const catalog = await this.catalogs.refresh();
    const collection = catalog.find(input.collection);
    if (collection === undefined) {
      const message = `Collection '${excerpt(input.collection)}' not found`;
      throw new DomainError('COLLECTION_NOT_FOUND', 'not_found', message);
    }
    const stored = triedRule(catalog, collection, input);
    const tried = input.rule === undefined ? stored : triedRule(...withRule(catalog, collection, input), input);
    const user = typeof input.user === 'string' ? await this.userOf(ctx, input.user) : null;
    const accountId = await this.accountOf({ ctx, catalog }, collection, input, user);
    const planned = { ctx: inAccount(ctx, accountId), catalog };
    return { planned, accountId, stored, tried, user };
  }

  private async userOf(ctx: RequestContext, id: string): Promise<UserDetails> {
    const user = isId(id) ? await this.users.find(id) : null;
    const isInReach = ctx.accountId === null || user?.accountId === ctx.accountId;
    if (user === null || !(isInReach || user.accountId === SYSTEM_ACCOUNT_ID)) throw userNotFound();
    if (user.isActive) return user;
    throw invalidTrial([
      { field: 'user', code: 'inactive', message: 'The user is deactivated and cannot ask for anything' },
    ]);
  }

  /** The one that the request is narrowed to, else that of the user or of the record. */
  private async accountOf(
    planned: Planned,
    collection: Collection,
    { record }: TrialInput,
    user: UserDetails | null,
  ): Promise<string> {
    const known = planned.ctx.accountId ?? (user?.accountId === SYSTEM_ACCOUNT_ID ? null : (user?.accountId ?? null));
    if (known !== null) return known;
    if (record === undefined) {
      const message = 'Name the account in the header X-Account-ID, or a user of it';
      throw invalidTrial([{ field: 'user', code: 'account_unknown', message }]);
    }
    const plan = { kind: 'locate', collection } as const;
    const ids = isId(record) ? [record] : [];
    const accounts = await this.store.read(planned, this.compiler.compile(plan), { plan, ids });
    const accountId = accounts.get(record);
    if (accountId === undefined) throw recordNotFound();
    return accountId;
  }
}

export function recordNotFound(): DomainError {
  return new DomainError('RECORD_NOT_FOUND', 'not_found', 'Record not found');
}

function triedRule(catalog: Catalog, collection: Collection, { operation }: TrialInput): TriedRule {
  const text = collection.rules[operation];
  return { catalog, collection, rule: text === null ? null : outlineRule(text, { collection, catalog, operation }) };
}

/** The catalog with the other rule, which @has_permission may ask for as well. */
function withRule(catalog: Catalog, collection: Collection, { operation, rule }: TrialInput): [Catalog, Collection] {
  const changed = { ...collection, rules: { ...collection.rules, [operation]: rule } };
  const collections = catalog.collections.map((other) => (other === collection ? changed : other));
  return [catalog.with(collections), changed];
}
