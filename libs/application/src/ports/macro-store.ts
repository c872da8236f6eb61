/** The rows of macros, which the registry reads with those of collections. */
import type { SqlMacro } from '#domain/macros/sql-macro';
import type { Transaction } from './transactions';

export type NewMacro = Omit<SqlMacro, 'id'>;

export abstract class MacroStore {
  /** Under the next free id. */
  abstract insert(tx: Transaction, macro: NewMacro): Promise<SqlMacro>;

  abstract update(tx: Transaction, macro: SqlMacro): Promise<void>;

  abstract delete(tx: Transaction, id: number): Promise<void>;
}
