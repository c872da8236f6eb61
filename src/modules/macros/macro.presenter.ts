import type { SqlMacro } from '#domain/macros/sql-macro';
import type { MacroDto } from './macro.dto';

export function presentMacro(macro: SqlMacro): MacroDto {
  const { id, name, description, sql, parameters, createdAt, updatedAt, createdBy } = macro;
  const times = { created_at: createdAt, updated_at: updatedAt };
  return { id, name, description, sql_query: sql, parameters, ...times, created_by: createdBy };
}
