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

export function toMacro(row: Row): SqlMacro {
  return {
    id: Number(row['id']),
    name: String(row['name']),
    description: textOrNull(row['description']),
    sql: String(row['sql_query']),
    parameters: JSON.parse(String(row['parameters'])) as SqlMacro['parameters'],
    tree: JSON.parse(String(row['tree'])) as SqlMacro['tree'],
    createdAt: String(row['created_at']),
    updatedAt: String(row['updated_at']),
    createdBy: textOrNull(row['created_by']),
  };
}
