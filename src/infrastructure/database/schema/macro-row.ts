import type { SqlMacro } from '#domain/macros/sql-macro';
import type { Row } from '../sql-connection';
import { textOrNull } from '../text-or-null';

export const MACRO_COLUMNS = [
  'id',
  'name',
  'name_key',
  'description',
  'sql_query',
  'parameters',
  'tree',
  'created_at',
  'updated_at',
  'created_by',
] as const;

/** Values of the columns. */
export function macroRow(macro: SqlMacro): readonly (string | number | null)[] {
  return [
    macro.id,
    macro.name,
    macro.name.toLowerCase(),
    macro.description,
    macro.sql,
    JSON.stringify(macro.parameters),
    JSON.stringify(macro.tree),
    macro.createdAt,
    macro.updatedAt,
    macro.createdBy,
  ];
}

/** Of a row of the registry, where the names of these columns begin with `macro_`. */
export function toMacro(row: Row): SqlMacro {
  return {
    id: Number(row['macro_id']),
    name: String(row['macro_name']),
    description: textOrNull(row['macro_description']),
    sql: String(row['macro_sql_query']),
    parameters: JSON.parse(String(row['macro_parameters'])) as SqlMacro['parameters'],
    tree: JSON.parse(String(row['macro_tree'])) as SqlMacro['tree'],
    createdAt: String(row['macro_created_at']),
    updatedAt: String(row['macro_updated_at']),
    createdBy: textOrNull(row['macro_created_by']),
  };
}
