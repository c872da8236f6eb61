/** A table in terms that both engines have; migrations are written in these and not in either engine's SQL. */
export type ColumnType = 'id' | 'timestamp' | 'integer' | 'bigint' | 'boolean' | 'text' | { readonly varchar: number };

export interface ColumnDefinition {
  readonly type: ColumnType;
  readonly nullable?: true;
  /** A constant of the server, never a value from a user. */
  readonly default?: number | string | boolean;
}

export interface TableDefinition {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnDefinition>>;
  readonly primaryKey: readonly string[];
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: readonly (readonly string[])[];
  /** Column to the table whose `id` it holds. */
  readonly references?: Readonly<Record<string, string>>;
}
