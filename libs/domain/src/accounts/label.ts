/**
 * The name and description of a role or a group. A name is one plain line in one spelling, because rules repeat it
 * letter by letter: however it was typed, they find it, and "Staff" is not "staff".
 */
import { type FieldProblem, invalidFields } from '../kernel/errors';
import { characterCount, isCleanText } from '../schema/clean-text';

export const LABELS = {
  role: { code: 'ROLE_INVALID', maxName: 50, maxDescription: 255 },
  group: { code: 'GROUP_INVALID', maxName: 100, maxDescription: 500 },
} as const;

/** Line breaks, control characters, invisible ones and lone surrogates. */
const NOT_PLAIN = /[\p{C}\p{Zl}\p{Zp}]/u;

export interface LabelInput {
  readonly name?: string | undefined;
  /** null, or nothing but spaces: no description. */
  readonly description?: string | null | undefined;
}

export interface Label {
  readonly name: string;
  readonly description: string | null;
}

/** The label as it is to be stored. Absent members stay absent. Throws DomainError with everything that is wrong. */
export function checkLabel(kind: keyof typeof LABELS, input: LabelInput): Partial<Label> {
  const { code, maxName, maxDescription } = LABELS[kind];
  const name = input.name?.trim().normalize('NFC');
  const description = input.description?.trim() || (input.description === undefined ? undefined : null);
  const problems = [...nameProblems(name, maxName), ...descriptionProblems(description ?? '', maxDescription)];
  if (problems.length > 0) throw invalidFields(code, problems);
  return { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) };
}

function nameProblems(name: string | undefined, max: number): FieldProblem[] {
  const field = 'name';
  if (name === undefined) return [];
  if (name === '') return [{ field, code: 'required', message: 'Must not be empty' }];
  if (NOT_PLAIN.test(name)) {
    return [{ field, code: 'invalid_text', message: 'Must be one line without control or invisible characters' }];
  }
  return tooLong(field, name, max);
}

function descriptionProblems(description: string, max: number): FieldProblem[] {
  const field = 'description';
  if (!isCleanText(description)) {
    return [{ field, code: 'invalid_text', message: 'Contains characters that cannot be used' }];
  }
  return tooLong(field, description, max);
}

function tooLong(field: string, text: string, max: number): FieldProblem[] {
  if (characterCount(text) <= max) return [];
  return [{ field, code: 'too_long', message: `Must be at most ${max} characters` }];
}
