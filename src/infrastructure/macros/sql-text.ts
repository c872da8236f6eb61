import { LanguageError } from '#domain/rules/language-error';
import { excerpt } from '#domain/schema/clean-text';
import type { MarkedSql } from './at-names';

/** As deep as expressions of a macro may stand in each other. */
const MAX_DEPTH = 40;

/** The SQL of a macro, for whoever has to say where something in it is, and which of its names stand after an `@`. */
export class SqlText {
  private readonly bytes: Buffer;
  private readonly parameters: readonly string[];
  private readonly unread: Map<number, string>;
  private depth = 0;

  constructor({ sql, names }: MarkedSql, parameters: readonly string[]) {
    this.bytes = Buffer.from(sql);
    this.parameters = parameters.map((name) => name.toLowerCase());
    this.unread = new Map(names);
  }

  /** The parser counts bytes. */
  offsetOf(location: number | undefined): number {
    return this.bytes.subarray(0, location ?? 0).toString().length;
  }

  refuse(what: string, location: number | undefined): LanguageError {
    return new LanguageError('SYNTAX', this.offsetOf(location), `${what} cannot be used in macros`);
  }

  /** Throws for the first member that is there and not among those that are known; `what`: in which place. */
  allow(node: object, known: readonly string[], what: string, location: number | undefined): void {
    const unknown = Object.entries(node).find(([name, value]) => !known.includes(name) && isSet(value));
    if (unknown !== undefined) throw this.refuse(`${unknown[0]} of ${what}`, location);
  }

  /** The place of a parameter; `number`: from 1, of one that is not named. */
  parameter(number: number, location: number | undefined): number {
    const name = this.nameAt(location);
    const index = name === null ? number - 1 : this.parameters.indexOf(name.toLowerCase());
    if (index in this.parameters) return index;
    const wrong = name === null ? `$${number} is none of the ${this.parameters.length} parameters of the macro` : null;
    throw new LanguageError('UNKNOWN_NAME', this.offsetOf(location), wrong ?? `Unknown parameter '${excerpt(name!)}'`);
  }

  /** What stands there after an `@`; null: nothing does. */
  nameAt(location: number | undefined): string | null {
    const name = this.unread.get(location ?? 0) ?? null;
    this.unread.delete(location ?? 0);
    return name;
  }

  /** Throws where there is a name after an `@` that nobody has asked for. */
  requireAllRead(): void {
    for (const [location, name] of this.unread) throw this.refuse(`@${excerpt(name)} in this place`, location);
  }

  nested<T>(location: number | undefined, read: () => T): T {
    if (this.depth === MAX_DEPTH) {
      throw new LanguageError('LIMIT', this.offsetOf(location), `Expressions are nested deeper than ${MAX_DEPTH}`);
    }
    this.depth += 1;
    const result = read();
    this.depth -= 1;
    return result;
  }
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
}
