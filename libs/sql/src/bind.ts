/** Turns a statement's slots into driver values. */
import { ownValue } from '#domain/kernel/own-value';
import { givenValue } from '#domain/rules/given-value';
import { decide } from '#domain/rules/decide';
import { likePattern } from '#domain/rules/like-pattern';
import type { BoundOperand, RequestValues } from '#domain/rules/condition';
import type { JsonValue } from '#domain/schema/collection';
import { booleanValue, driverValue } from './driver-value';
import { needleOf } from './like-needle';
import { memberText } from './list-member';
import type { BooleanValues, Slot, SqlValue, Statement } from './sql-fragment';

export interface BindSources {
  readonly request: RequestValues;
  /** Values of the named parameters; `json` ones as JSON text. */
  readonly parameters: Readonly<Record<string, SqlValue | boolean>>;
  /** What a write stores: field name to stored-form value. */
  readonly stored?: Readonly<Record<string, JsonValue>>;
}

export function bindStatement(statement: Statement, sources: BindSources): SqlValue[] {
  const bound: SqlValue[] = [];
  for (const slot of statement.slots) bound.push(bindSlot(statement.booleans, slot, sources));
  return bound;
}

export function bindSlot(booleans: BooleanValues, slot: Slot, sources: BindSources): SqlValue {
  switch (slot.from) {
    case 'constant':
      return slot.value;
    case 'parameter': {
      const value = sources.parameters[slot.name];
      if (value === undefined) throw new Error(`Statement parameter ${slot.name} was not given`);
      return typeof value === 'boolean' ? booleanValue(booleans, value) : value;
    }
    case 'operand':
      return driverValue(booleans, slot.type, operandValue(slot.operand, sources.request));
    case 'pattern': {
      const value = operandValue(slot.operand, sources.request);
      return typeof value === 'string' ? likePattern(value) : null;
    }
    case 'needle':
      return needleOf(operandValue(slot.operand, sources.request));
    case 'member':
      return memberText(slot.opening, operandValue(slot.operand, sources.request));
    case 'decision':
      return driverValue(booleans, 'boolean', decide(slot.condition, sources.request));
    case 'now':
      return sources.request.now.toISOString();
    case 'stored':
      return driverValue(booleans, slot.type, sources.stored && ownValue(sources.stored, slot.field.name));
  }
}

function operandValue(operand: BoundOperand, request: RequestValues): unknown {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'given':
      return givenValue(operand, request);
    case 'auth':
      return request.auth[operand.name];
    case 'data':
      return ownValue(request.data, operand.name) ?? null;
  }
}
