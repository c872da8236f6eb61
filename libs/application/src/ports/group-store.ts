/**
 * Where groups and their members are kept. A group and its members always belong to one account; no write can change
 * it.
 */
import type { Transaction } from './transactions';

export interface Group {
  readonly id: string;
  readonly accountId: string;
  readonly accountCode: string;
  readonly name: string;
  readonly description: string | null;
  readonly memberCount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export type NewGroup = Omit<Group, 'accountCode' | 'memberCount'>;

export interface GroupMember {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly isActive: boolean;
}

export interface GroupQuery {
  /** Part of a name or a description, in any case (ASCII); empty: all. */
  readonly search: string;
  readonly skip: number;
  readonly limit: number;
}

/** `accountId` in all of these: the only account that is looked at; null: every account, for superadmins. */
export abstract class GroupStore {
  /** By name. */
  abstract list(accountId: string | null, query: GroupQuery): Promise<{ items: Group[]; total: number }>;

  abstract find(accountId: string | null, id: string): Promise<Group | null>;

  /** The first `limit` members by address. */
  abstract listMembers(id: string, limit: number): Promise<GroupMember[]>;

  /** false: the account has a group of this name, nothing was written and the unit can go on. */
  abstract insertIfFree(tx: Transaction, group: NewGroup): Promise<boolean>;

  /** Holds the group against other writers until the unit ends, and marks it changed; null: no such group. */
  abstract hold(tx: Transaction, accountId: string | null, id: string, now: string): Promise<NewGroup | null>;

  /** How many of these ids, each given once, are groups of the account. */
  abstract count(tx: Transaction, accountId: string, ids: readonly string[]): Promise<number>;

  abstract isNameTaken(tx: Transaction, accountId: string, name: string): Promise<boolean>;

  abstract update(tx: Transaction, id: string, changes: Partial<Pick<Group, 'name' | 'description'>>): Promise<void>;

  /** Deletes the group with its memberships. */
  abstract delete(tx: Transaction, id: string): Promise<void>;

  abstract listMemberIds(tx: Transaction, id: string): Promise<string[]>;

  abstract isMember(tx: Transaction, id: string, userId: string): Promise<boolean>;

  /** false: the user does not belong to the group's account, or is already a member. */
  abstract addMember(tx: Transaction, id: string, userId: string): Promise<boolean>;

  /**
   * Makes the user a member of those of the groups that exist, and marks these changed; resolves with their names in
   * order.
   */
  abstract addToAll(
    tx: Transaction,
    accountId: string,
    ids: readonly string[],
    userId: string,
    now: string,
  ): Promise<string[]>;

  /** false: the user was not a member. */
  abstract removeMember(tx: Transaction, id: string, userId: string): Promise<boolean>;
}
