import { Injectable } from '@nestjs/common';
import type { RawStmt, ScanToken } from 'libpg-query';
import { MacroParser } from '#application/ports/macro-parser';
import type { SelectTree } from '#domain/rules/ast';
import { LanguageError } from '#domain/rules/language-error';
import { type MarkedSql, markNames } from './at-names';
import { SelectReader } from './read-select';
import { SqlText } from './sql-text';

type Parser = typeof import('libpg-query');

interface Parsed {
  readonly marked: MarkedSql;
  readonly statements: readonly RawStmt[];
}

/** PostgreSQL's own parser. It is loaded when the first macro is saved, because it takes 20 MB. */
@Injectable()
export class LibpgMacroParser extends MacroParser {
  override async parse(sql: string, parameters: readonly string[]): Promise<SelectTree> {
    const { marked, statements } = await parsed(await import('libpg-query'), sql);
    const [statement, ...others] = statements;
    const text = new SqlText(marked, parameters);
    if (others.length > 0) {
      const second = others[0]?.stmt_location;
      const message = `A macro is one SELECT, not ${statements.length} statements`;
      throw new LanguageError('SYNTAX', text.offsetOf(second), message);
    }
    const tree = new SelectReader(text).read(statement?.stmt, 0);
    text.requireAllRead();
    return tree;
  }
}

async function parsed(parser: Parser, sql: string): Promise<Parsed> {
  try {
    const marked = markNames(sql, await tokensOf(parser, sql));
    return { marked, statements: (await parser.parse(marked.sql)).stmts ?? [] };
  } catch (error) {
    if (!parser.hasSqlDetails(error)) throw error;
    const characters = Array.from(sql).slice(0, error.sqlDetails?.cursorPosition);
    throw new LanguageError('SYNTAX', characters.join('').length, error.message);
  }
}

/** What the scanner throws has neither a message for people nor a place, unlike what the parser says of the same text. */
async function tokensOf(parser: Parser, sql: string): Promise<readonly ScanToken[]> {
  try {
    return (await parser.scan(sql)).tokens;
  } catch {
    await parser.parse(sql);
    throw new LanguageError('SYNTAX', 0, 'The SQL has characters that cannot be used in macros');
  }
}
