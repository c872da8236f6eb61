/** Reads the parameters of a query string, whatever the HTTP library made of them: every parameter is one text or absent. */
import { DomainError } from '#domain/kernel/errors';
import { ownValue } from '#domain/kernel/own-value';
import { isCleanText } from '#domain/schema/clean-text';

const MAX_LIST_LENGTH = 4000;

export class QueryParameters {
  constructor(private readonly query: Readonly<Record<string, unknown>>) {}

  names(): string[] {
    return Object.keys(this.query);
  }

  /** null: absent or empty. Throws QUERY_PARAMETER when given more than once or as a structure. */
  text(name: string): string | null {
    return this.given(name) || null;
  }

  /** As text(), but an empty text stays one. */
  given(name: string): string | null {
    const value = ownValue(this.query, name);
    if (value === undefined) return null;
    if (typeof value !== 'string')
      throw parameterError(name, `The parameter '${name}' can be given once only, as text`);
    if (!isCleanText(value)) {
      throw parameterError(name, `The parameter '${name}' is not well-formed text`);
    }
    return value;
  }

  integer(name: string, least: number, most: number, otherwise: number): number {
    const text = this.text(name);
    if (text === null) return otherwise;
    const value = /^\d{1,16}$/.test(text) ? Number(text) : -1;
    if (value >= least && value <= most) return value;
    const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
    throw parameterError(name, `'${name}' must be a whole number, ${range}`);
  }

  boolean(name: string, otherwise: boolean): boolean {
    const text = this.text(name)?.toLowerCase() ?? String(otherwise);
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    throw parameterError(name, `'${name}' must be true or false`);
  }

  /** A comma list without blanks and empty elements. */
  list(name: string): readonly string[] {
    const text = this.text(name);
    if (text === null) return [];
    if (text.length > MAX_LIST_LENGTH) {
      throw parameterError(name, `'${name}' is longer than ${MAX_LIST_LENGTH} characters`);
    }
    const elements = text.split(',').map((element) => element.trim());
    return elements.filter((element) => element !== '');
  }
}

export function parameterError(name: string, message: string): DomainError {
  return new DomainError('QUERY_PARAMETER', 'invalid', message, { field: name });
}
