/** What superadmins send to define a macro. Whether its SQL means anything, its parser and its check say. */
import { type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { isBuiltIn } from '#domain/rules/check-macro';
import { characterCount, isCleanText } from '#domain/schema/clean-text';

export const MACRO_BOUNDS = { name: 63, description: 500, sql: 4000, parameters: 20 } as const;

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** What `@` begins already. */
const RESERVED = ['request'];

export interface MacroInput {
  readonly name?: string | undefined;
  /** null, or nothing but spaces: no description. */
  readonly description?: string | null | undefined;
  readonly sql?: string | undefined;
  readonly parameters?: readonly string[] | undefined;
}

export type NewMacroInput = MacroInput & { readonly name: string; readonly sql: string };

interface Checked {
  readonly name: string;
  readonly description: string | null;
  readonly sql: string;
  readonly parameters: readonly string[];
}

/** As it is to be stored. Absent members stay absent. Throws MACRO_INVALID with everything that is wrong. */
export function checkMacroInput(input: NewMacroInput): Partial<Checked> & Pick<Checked, 'name' | 'sql'>;
export function checkMacroInput(input: MacroInput): Partial<Checked>;
export function checkMacroInput({ name, description, sql, parameters }: MacroInput): Partial<Checked> {
  const problems = [
    ...nameProblems(name),
    ...textProblems('description', description ?? '', MACRO_BOUNDS.description),
    ...sqlProblems(sql),
    ...parameterProblems(parameters ?? []),
  ];
  if (problems.length > 0) throw invalidFields('MACRO_INVALID', problems);
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description: description?.trim() || null }),
    ...(sql === undefined ? {} : { sql }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

function nameProblems(name: string | undefined): FieldProblem[] {
  if (name === undefined) return [];
  const field = 'name';
  if (!isName(name)) return [{ field, code: 'invalid_name', message: NAME_RULE }];
  if (!isBuiltIn(name.toLowerCase()) && !RESERVED.includes(name.toLowerCase())) return [];
  return [{ field, code: 'reserved', message: `@${name} is a part of the language` }];
}

function sqlProblems(sql: string | undefined): FieldProblem[] {
  if (sql === undefined) return [];
  const field = 'sql_query';
  if (sql.trim() === '') return [{ field, code: 'required', message: 'Must not be empty' }];
  return textProblems(field, sql, MACRO_BOUNDS.sql);
}

function parameterProblems(names: readonly string[]): FieldProblem[] {
  const field = 'parameters';
  const most = MACRO_BOUNDS.parameters;
  if (names.length > most) return [{ field, code: 'too_many', message: `Must be at most ${most}` }];
  const keys = names.map((name) => name.toLowerCase());
  if (new Set(keys).size < keys.length) return [{ field, code: 'duplicate', message: 'Must differ from each other' }];
  return names.every(isName) ? [] : [{ field, code: 'invalid_name', message: `Each: ${NAME_RULE}` }];
}

const NAME_RULE = `Must be letters of ASCII, digits and _, at most ${MACRO_BOUNDS.name}, and begin with no digit`;

function isName(name: string): boolean {
  return name.length <= MACRO_BOUNDS.name && IDENTIFIER.test(name);
}

function textProblems(field: string, text: string, most: number): FieldProblem[] {
  if (!isCleanText(text)) return [{ field, code: 'invalid_text', message: 'Contains characters that cannot be used' }];
  if (characterCount(text) <= most) return [];
  return [{ field, code: 'too_long', message: `Must be at most ${most} characters` }];
}
