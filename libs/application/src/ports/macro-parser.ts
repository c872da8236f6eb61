/** Reads the SQL of macros with a parser of SQL. */
import type { SelectTree } from '#domain/rules/ast';

export abstract class MacroParser {
  /**
   * `parameters`: the names that the SQL may use, as `@name` or by their place, as `$1`.
   * Rejects with a LanguageError for whatever is not one SELECT of what macros may use, and says what it is.
   */
  abstract parse(sql: string, parameters: readonly string[]): Promise<SelectTree>;
}
