/** Roles are rows with numbers; everything above the stores knows them by name. */
import type { Transaction } from './unit-of-work';

export abstract class RoleStore {
  abstract getId(tx: Transaction, name: string): Promise<number>;
}
