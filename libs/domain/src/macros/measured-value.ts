/** What an aggregate of a macro takes, and of what type it is. */
import type { Expression } from '#domain/rules/ast';
import type { Condition, Measure, Operand } from '#domain/rules/condition';
import { LanguageError } from '#domain/rules/language-error';
import { coerce } from '#domain/rules/value-type';

export function onlyIf(condition: Condition, value: Operand): Operand {
  const { type } = value;
  const nothing = { kind: 'literal', type, value: null } as const;
  return { kind: 'call', type, name: 'if', args: [{ kind: 'condition', type: 'boolean', condition }, value, nothing] };
}

export function typed(
  take: Measure,
  value: Operand,
  item: Expression,
): Pick<Operand, 'type'> & { readonly value: Operand } {
  if (take === 'count' || take === 'count_distinct') return { type: 'number', value };
  if (take === 'sum' || take === 'avg') return { type: 'number', value: coerce(value, 'number', item) };
  if (value.type !== 'boolean') return { type: value.type, value };
  throw new LanguageError('TYPE', item.offset, `${take}(…) has no order for true and false`);
}
