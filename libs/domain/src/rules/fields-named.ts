/**
 * Which fields a checked condition reads. A text keeps its names when fields are renamed; what it comes to may then be about
 * other fields.
 */
import type { Collection, Field } from '#domain/schema/collection';
import type { Condition, Operand } from './condition';

/** Ids of fields and names of system columns, in the order in which the condition has them. `collection`: what it is a rule of. */
export function fieldsNamed(condition: Condition, collection: Collection): readonly string[] {
  const ofBody = (name: string): string => collection.fields.find((field) => field.name === name)?.id ?? name;
  return [...ofCondition(condition, ofBody)];
}

type OfBody = (name: string) => string;

function* ofCondition(condition: Condition, ofBody: OfBody): Generator<string> {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const item of condition.items) yield* ofCondition(item, ofBody);
      return;
    case 'not':
      yield* ofCondition(condition.item, ofBody);
      return;
    case 'compare':
      yield* ofOperands([condition.left, condition.right], ofBody);
      return;
    case 'like':
      yield* ofOperands([condition.left, condition.pattern], ofBody);
      return;
    case 'in':
      yield* ofOperands([condition.left, ...condition.items], ofBody);
      return;
    case 'null':
    case 'truth':
      yield* ofOperands([condition.operand], ofBody);
      return;
    case 'isset':
      yield ofBody(condition.name);
      return;
    case 'changed':
      yield condition.field.id;
      return;
    // The rule that is asked for has names of its own.
    case 'has_permission':
    case 'constant':
    case 'has_group':
    case 'time_range':
      return;
  }
}

function* ofOperands(operands: readonly Operand[], ofBody: OfBody): Generator<string> {
  for (const operand of operands) {
    switch (operand.kind) {
      case 'column':
        yield* operand.path.map(({ field }) => field.id);
        yield idOf(operand.column);
        break;
      case 'data':
        yield ofBody(operand.name);
        break;
      case 'arithmetic':
        yield* ofOperands([operand.left, operand.right], ofBody);
        break;
      case 'negate':
        yield* ofOperands([operand.operand], ofBody);
        break;
      case 'call':
        yield* ofOperands(operand.args, ofBody);
        break;
      case 'condition':
        yield* ofCondition(operand.condition, ofBody);
        break;
      case 'literal':
      case 'given':
      case 'auth':
        break;
    }
  }
}

function idOf(column: Field | string): string {
  return typeof column === 'string' ? column : column.id;
}
