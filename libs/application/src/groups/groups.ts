/**
 * Named sets of users of one account, which rules ask for (`@has_group`). Admins change them. Everybody of the account
 * may know that they exist, but only admins see who is in them. Every change reaches the members' credentials with
 * their next request.
 */
import { isBuiltInGroup } from '#domain/accounts/pii-group';
import { checkLabel, type Label, type LabelInput } from '#domain/accounts/label';
import { isAdmin, requireAdmin, requirePrincipal } from '#domain/auth/permissions';
import type { AuditedAct } from '#domain/kernel/act';
import { DomainError, invalidFields } from '#domain/kernel/errors';
import { isId, newId, timestampOfId } from '#domain/kernel/ids';
import { inAccount, type RequestContext } from '#domain/kernel/request-context';
import { isCleanText } from '#domain/schema/clean-text';
import { accountNotFound } from '../kernel/accounts/account-errors';
import { listedAccount } from '../kernel/accounts/listed-account';
import { targetAccount } from '../kernel/accounts/target-account';
import type { Accounts } from '../ports/accounts';
import type { Group, GroupMember, GroupQuery, GroupStore, NewGroup } from '../ports/group-store';
import type { ModelChange } from '../kernel/hooks/model-hooks';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';
import type { Users } from '../ports/users';
import { userNotFound } from '../kernel/users/user-errors';

/** More would make the answer megabytes long; `memberCount` still counts them all. */
const MAX_SHOWN_MEMBERS = 1000;

export interface GroupDetail {
  readonly group: Group;
  /** null: the caller is no admin. */
  readonly members: readonly GroupMember[] | null;
}

export class Groups {
  constructor(
    private readonly groups: GroupStore,
    private readonly users: Users,
    private readonly accounts: Accounts,
    private readonly units: Units,
  ) {}

  /** `accountId`: for superadmins, who otherwise see the groups of every account. */
  async list(ctx: RequestContext, query: GroupQuery, accountId?: string): Promise<{ items: Group[]; total: number }> {
    requirePrincipal(ctx);
    const scope = listedAccount(ctx, accountId);
    if (!isCleanText(query.search)) {
      const message = 'Contains characters that cannot be searched for';
      throw invalidFields('GROUP_QUERY_INVALID', [{ field: 'search', code: 'invalid_text', message }]);
    }
    return this.groups.list(scope, query);
  }

  async get(ctx: RequestContext, id: string): Promise<GroupDetail> {
    const scope = scopeOf(ctx);
    const group = isId(id) ? await this.groups.find(scope, id) : null;
    if (!group) throw groupNotFound();
    const mayKnow = isAdmin(requirePrincipal(ctx));
    return { group, members: mayKnow ? await this.groups.listMembers(id, MAX_SHOWN_MEMBERS) : null };
  }

  async create(
    ctx: RequestContext,
    input: LabelInput & { name: string; accountId?: string | undefined },
  ): Promise<GroupDetail> {
    const caller = requireAdmin(ctx);
    const accountId = targetAccount(ctx, caller, input.accountId);
    const { name = '', description = null } = checkLabel('group', input);
    const id = newId();
    const createdAt = timestampOfId(id);
    const changes = [{ op: 'create', model: 'groups', id, data: { name, description } }] as const;
    const act = { name: 'groups.create', target: id } as const;
    await this.units.change(inAccount(ctx, accountId), act, changes, async (tx) => {
      const account = await this.accounts.findAny({ by: 'id', value: accountId }, tx);
      if (account === null || account.status === 'deleting') throw accountNotFound();
      const group = { id, accountId, name, description, createdAt, updatedAt: createdAt };
      if (!(await this.groups.insertIfFree(tx, group))) throw nameTaken();
    });
    return this.get(ctx, id);
  }

  async update(ctx: RequestContext, id: string, input: LabelInput): Promise<GroupDetail> {
    requireAdmin(ctx);
    const changes = checkLabel('group', input);
    if (Object.keys(changes).length > 0) {
      const change = { op: 'update', data: changes } as const;
      const act = { name: 'groups.update', target: id } as const;
      await this.change(ctx, act, change, (tx, group) => this.revise(tx, group, changes));
    }
    return this.get(ctx, id);
  }

  async delete(ctx: RequestContext, id: string): Promise<void> {
    const change = { op: 'delete', data: null } as const;
    await this.change(ctx, { name: 'groups.delete', target: id }, change, async (tx, group) => {
      assertChanges(group);
      await this.touchMembers(tx, id);
      await this.groups.delete(tx, id);
    });
  }

  async addMember(ctx: RequestContext, id: string, userId: string): Promise<void> {
    const change = { op: 'update', data: { member_added: userId } } as const;
    await this.change(ctx, { name: 'groups.add_member', target: id }, change, async (tx) => {
      if (!isId(userId)) throw userNotFound();
      if (!(await this.groups.addMember(tx, id, userId))) {
        throw (await this.groups.isMember(tx, id, userId)) ? alreadyMember() : userNotFound();
      }
      await this.users.touchAuthorisation(tx, [userId], tx.now);
    });
  }

  async removeMember(ctx: RequestContext, id: string, userId: string): Promise<void> {
    const change = { op: 'update', data: { member_removed: userId } } as const;
    await this.change(ctx, { name: 'groups.remove_member', target: id }, change, async (tx) => {
      if (!isId(userId) || !(await this.groups.removeMember(tx, id, userId))) throw notMember();
      await this.users.touchAuthorisation(tx, [userId], tx.now);
    });
  }

  private async revise(tx: Transaction, group: NewGroup, changes: Partial<Label>): Promise<void> {
    const { name } = changes;
    const renamed = name !== undefined && name !== group.name;
    if (renamed) assertChanges(group);
    if (renamed && (await this.groups.isNameTaken(tx, group.accountId, name))) throw nameTaken();
    await this.groups.update(tx, group.id, changes);
    if (renamed) await this.touchMembers(tx, group.id);
  }

  private async touchMembers(tx: Transaction, id: string): Promise<void> {
    await this.users.touchAuthorisation(tx, await this.groups.listMemberIds(tx, id), tx.now);
  }

  /** One change of a group that the caller administers, with nobody else changing it meanwhile. */
  private async change(
    ctx: RequestContext,
    act: AuditedAct & { readonly target: string },
    change: Pick<ModelChange, 'op' | 'data'>,
    work: (tx: Transaction, group: NewGroup) => Promise<void>,
  ): Promise<void> {
    requireAdmin(ctx);
    const id = act.target;
    const found = isId(id) ? await this.groups.find(scopeOf(ctx), id) : null;
    if (!found) throw groupNotFound();
    const { accountId } = found;
    const changes = [{ ...change, model: 'groups', id } as const];
    await this.units.change(inAccount(ctx, accountId), act, changes, async (tx) => {
      const group = await this.groups.hold(tx, accountId, id, tx.now);
      if (!group) throw groupNotFound();
      await work(tx, group);
    });
  }
}

/** null: every account. */
function scopeOf(ctx: RequestContext): string | null {
  requirePrincipal(ctx);
  return ctx.accountId;
}

/** Without it, nobody but superadmins would read the account's personal data, and a group of that name that comes later would. */
function assertChanges(group: NewGroup): void {
  if (!isBuiltInGroup(group)) return;
  const message = `The group '${group.name}' comes with the account: it keeps its name and cannot be deleted`;
  throw new DomainError('GROUP_BUILT_IN', 'conflict', message);
}

function groupNotFound(): DomainError {
  return new DomainError('GROUP_NOT_FOUND', 'not_found', 'Group not found');
}

function nameTaken(): DomainError {
  const message = 'Group with this name already exists in the account';
  return new DomainError('GROUP_NAME_TAKEN', 'conflict', message, { field: 'name' });
}

function alreadyMember(): DomainError {
  return new DomainError('GROUP_MEMBER_EXISTS', 'conflict', 'User already in group', { field: 'user_id' });
}

function notMember(): DomainError {
  return new DomainError('GROUP_MEMBER_NOT_FOUND', 'not_found', 'User is not in this group');
}
