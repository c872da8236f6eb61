/** Collects everything that is wrong with the definition of a collection, by path (`fields[2].options.max`). */
import { invalidFields } from '#domain/kernel/errors';
import type { FieldProblem } from '#domain/kernel/errors';

const PROBLEMS_LIMIT = 100;

export class DefinitionProblems {
  private readonly found: FieldProblem[] = [];

  add(path: string, code: string, message: string): void {
    if (this.found.length < PROBLEMS_LIMIT) this.found.push({ field: path, code, message });
  }

  /** Something that the definition language has and this version does not support. */
  notAvailable(path: string, what: string): void {
    this.add(path, 'not_available', `${what} not available in this version`);
  }

  /** @throws DomainError SCHEMA_INVALID (422) if anything was added. */
  throwIfAny(): void {
    if (this.found.length > 0) throw invalidFields('SCHEMA_INVALID', this.found);
  }
}
