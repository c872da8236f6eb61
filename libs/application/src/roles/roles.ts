/**
 * The roles of the whole server: superadmins change them, admins read them to give them to their users. Every change runs
 * with all other writers kept out: a user who gets a role at the same time must be counted, and must have its new name.
 */
import { checkLabel, type LabelInput } from '#domain/accounts/label';
import { isDefaultRole, parseRoleId, type Role, roleKey } from '#domain/accounts/role';
import { requireAdmin } from '#domain/auth/permissions';
import type { AuditedAct } from '#domain/kernel/act';
import { DomainError } from '#domain/kernel/errors';
import { inAccount, type RequestContext, SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { excerpt } from '#domain/schema/clean-text';
import type { RoleStore, RoleUses } from '../ports/role-store';
import { requireSuperadmin } from '../kernel/require-superadmin';
import type { ModelChange } from '../kernel/hooks/model-hooks';
import type { Units } from '../kernel/units';
import type { Transaction } from '../ports/transactions';

export class Roles {
  constructor(
    private readonly roles: RoleStore,
    private readonly units: Units,
  ) {}

  async list(ctx: RequestContext): Promise<Role[]> {
    requireAdmin(ctx);
    return this.roles.list();
  }

  async get(ctx: RequestContext, id: string): Promise<Role> {
    requireAdmin(ctx);
    return this.find(id);
  }

  async create(ctx: RequestContext, input: LabelInput & { name: string }): Promise<Role> {
    requireSuperadmin(ctx);
    const { name = '', description = null } = checkLabel('role', input);
    const change: ModelChange<Role> = {
      op: 'create',
      model: 'roles',
      id: null,
      data: { name, description },
      changed: ({ id }) => String(id),
    };
    return this.alone(ctx, { name: 'roles.create' }, change, async (tx) => {
      await this.checkFree(tx, name);
      return this.roles.insert(tx, { name, description, createdAt: tx.now, updatedAt: tx.now });
    });
  }

  async update(ctx: RequestContext, id: string, input: LabelInput): Promise<Role> {
    requireSuperadmin(ctx);
    const label = checkLabel('role', input);
    const change = { op: 'update', model: 'roles', id, data: { ...label } } as const;
    return this.alone(ctx, { name: 'roles.update', target: id }, change, async (tx) => {
      const role = await this.find(id, tx);
      const { name = role.name, description = role.description } = label;
      const updatedAt = tx.now;
      const isRenamed = name !== role.name;
      if (isRenamed) {
        if (isDefaultRole(role)) throw defaultRole(`Cannot rename default role '${role.name}'`);
        await this.checkFree(tx, name, role.id);
      }
      await this.roles.update(tx, role.id, { description, updatedAt, ...(isRenamed ? { name } : {}) });
      return { ...role, name, description, updatedAt };
    });
  }

  async delete(ctx: RequestContext, id: string): Promise<void> {
    requireSuperadmin(ctx);
    const change = { op: 'delete', model: 'roles', id, data: null } as const;
    return this.alone(ctx, { name: 'roles.delete', target: id }, change, async (tx) => {
      const role = await this.find(id, tx);
      if (isDefaultRole(role)) throw defaultRole(`Cannot delete default role '${role.name}'`);
      const uses = await this.roles.countUses(tx, role.id, tx.now);
      if (uses.users + uses.invitations > 0) throw inUse(role, uses);
      await this.roles.delete(tx, role.id);
    });
  }

  /** One change, with every other writer kept out. */
  private alone<T>(
    ctx: RequestContext,
    act: AuditedAct,
    change: ModelChange<T>,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return this.units.changeAlone(inAccount(ctx, SYSTEM_ACCOUNT_ID), act, [change], work);
  }

  private async find(text: string, tx?: Transaction): Promise<Role> {
    const id = parseRoleId(text);
    const role = id === null ? null : await this.roles.find(id, tx);
    if (!role) throw new DomainError('ROLE_NOT_FOUND', 'not_found', `Role with ID ${excerpt(text)} not found`);
    return role;
  }

  private async checkFree(tx: Transaction, name: string, own?: number): Promise<void> {
    const key = roleKey(name);
    const roles = await this.roles.list(tx);
    if (!roles.some((role) => role.id !== own && roleKey(role.name) === key)) return;
    const message = `Role with name '${name}' already exists`;
    throw new DomainError('ROLE_NAME_TAKEN', 'conflict', message, { field: 'name' });
  }
}

function defaultRole(message: string): DomainError {
  return new DomainError('ROLE_DEFAULT', 'unprocessable', message);
}

function inUse(role: Role, { users, invitations }: RoleUses): DomainError {
  const message = `Role '${role.name}' is in use: users ${users}, open invitations ${invitations}`;
  return new DomainError('ROLE_IN_USE', 'conflict', message, { body: { users, invitations } });
}
