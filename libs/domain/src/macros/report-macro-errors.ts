import { DomainError } from '#domain/kernel/errors';
import { LanguageError } from '#domain/rules/language-error';

/** A LanguageError becomes MACRO_INVALID, which names the place in the SQL. */
export async function reportMacroErrors<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error;
    const position = Array.from(sql.slice(0, error.offset)).length + 1;
    const message = `Invalid macro: ${error.message} at position ${position}`;
    throw new DomainError('MACRO_INVALID', 'unprocessable', message, { field: 'sql_query' });
  }
}
