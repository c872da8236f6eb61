import { applyDecorators } from '@nestjs/common';
import { ApiHideProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { type FieldProblem, invalidFields } from '#domain/kernel/errors';

/**
 * A member of a DTO that only answers have: clients change an answer and send all of it back. It may say nothing new, which
 * requireUnchanged checks of those that stay the same as long as nobody changes them.
 */
export const SentBack = (): PropertyDecorator => applyDecorators(ApiHideProperty(), IsOptional());

/** Throws 422 for members of `sent` that are not what `shown` says. */
export function requireUnchanged(code: string, sent: object, shown: object, names: readonly string[]): void {
  const now = new Map<string, unknown>(Object.entries(shown));
  const given = new Map<string, unknown>(Object.entries(sent));
  const changed = names.filter((name) => (given.get(name) ?? now.get(name)) !== now.get(name));
  const problem = (field: string): FieldProblem => ({ field, code: 'not_changeable', message: 'cannot be changed' });
  if (changed.length > 0) throw invalidFields(code, changed.map(problem));
}
