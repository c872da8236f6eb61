/** What a computed field is made of, as a client sends it; what its expression names is checked with the whole collection. */
import { COMPUTED_TYPES, type Computed, type FieldType } from './collection';
import type { DefinitionProblems } from './definition-problems';

export const COMPUTED_KEYS = ['expression', 'return_type'] as const;

type Input = ReadonlyMap<string, unknown>;

/** undefined: it is none, or something is wrong. `type` is null where that is wrong already. */
export function parseComputed(
  type: FieldType | null,
  input: Input,
  path: string,
  problems: DefinitionProblems,
): Computed | undefined {
  if (type !== 'computed') {
    if (type !== null) refuseMembers(type, input, path, problems);
    return undefined;
  }
  if (input.get('required') === true) {
    problems.add(`${path}.required`, 'computed_field_no_required', 'a computed field cannot be required');
  }
  const expression = input.get('expression');
  const isThere = typeof expression === 'string' && expression.trim() !== '';
  if (!isThere) {
    const message = 'a computed field needs an expression, as a text';
    problems.add(`${path}.expression`, 'computed_field_expression_required', message);
  }
  const returns = parseReturnType(input.get('return_type'), `${path}.return_type`, problems);
  return isThere && returns !== undefined ? { expression, returns } : undefined;
}

/** Answers have these members of every field. */
function refuseMembers(type: FieldType, input: Input, path: string, problems: DefinitionProblems): void {
  for (const key of COMPUTED_KEYS) {
    if (isUnset(input.get(key))) continue;
    problems.add(`${path}.${key}`, 'invalid_option', `only a computed field has it, and this one is ${type}`);
  }
}

function parseReturnType(raw: unknown, path: string, problems: DefinitionProblems): Computed['returns'] | undefined {
  const returns = COMPUTED_TYPES.find((known) => typeof raw === 'string' && known === raw.toLowerCase());
  if (returns !== undefined) return returns;
  const code = isUnset(raw) ? 'computed_field_return_type_required' : 'computed_field_return_type_invalid';
  problems.add(path, code, `must be one of: ${COMPUTED_TYPES.join(', ')}`);
  return undefined;
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
