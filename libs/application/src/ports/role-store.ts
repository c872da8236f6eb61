/** Roles are rows with numbers; rules and principals know them by name. */
import type { Role } from '#domain/accounts/role';
import type { Transaction } from './transactions';

export type NewRole = Omit<Role, 'id'>;

export type RoleChanges = Partial<Pick<Role, 'name' | 'description'>> & Pick<Role, 'updatedAt'>;

/** What keeps a role from being deleted. */
export interface RoleUses {
  readonly users: number;
  /** Those that can still be accepted. */
  readonly invitations: number;
}

export abstract class RoleStore {
  abstract find(id: number, tx?: Transaction): Promise<Role | null>;

  /** All of them, by id: there are few. */
  abstract list(tx?: Transaction): Promise<Role[]>;

  /** Under the next free id. */
  abstract insert(tx: Transaction, role: NewRole): Promise<Role>;

  /** A new name changes the authorisation version of everybody who has the role: rules see names. */
  abstract update(tx: Transaction, id: number, changes: RoleChanges): Promise<void>;

  abstract countUses(tx: Transaction, id: number, now: string): Promise<RoleUses>;

  /** Deletes a role without uses; invitations that were accepted, cancelled or missed go with it. */
  abstract delete(tx: Transaction, id: number): Promise<void>;
}
