import { parseDefinition } from '#domain/schema/definition-input';
import type { DefinitionInput } from '#domain/schema/definition-input';
import { DefinitionProblems } from '#domain/schema/definition-problems';

/** The definition that a body holds. Throws SCHEMA_INVALID (422) for one that is not well-formed. */
export function definitionOf(body: unknown): DefinitionInput {
  const problems = new DefinitionProblems();
  const input = parseDefinition(body, problems);
  problems.throwIfAny();
  return input;
}
