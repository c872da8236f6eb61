/**
 * Turns a statement's slots into driver values. Both engines get texts, numbers and nulls only: booleans are 1/0 for
 * SQLite and words for PostgreSQL, whose texts cast them.
 */
import { decide } from '#domain/rules/decide';
import { likePattern } from '#domain/rules/like-pattern';
import type { BoundOperand, RequestValues } from '#domain/rules/condition';
import type { JsonValue } from '#domain/schema/collection';
import type { Slot, SlotType, SqlValue, Statement } from './sql-fragment';

export interface BindSources {
  readonly values: RequestValues;
  /** Values of the named parameters; `json` ones as JSON text. */
  readonly parameters: Readonly<Record<string, SqlValue | boolean>>;
  /** What a write stores: field name to stored-form value. */
  readonly stored?: Readonly<Record<string, JsonValue>>;
}

export function bindStatement(statement: Statement, sources: BindSources): SqlValue[] {
  const bound: SqlValue[] = [];
  for (const slot of statement.slots) bound.push(bindSlot(statement.dialect, slot, sources));
  return bound;
}

export function bindSlot(dialect: Statement['dialect'], slot: Slot, sources: BindSources): SqlValue {
  switch (slot.from) {
    case 'constant':
      return slot.value;
    case 'parameter': {
      const value = sources.parameters[slot.name];
      if (value === undefined) throw new Error(`Statement parameter ${slot.name} was not given`);
      return typeof value === 'boolean' ? boundBoolean(dialect, value) : value;
    }
    case 'operand':
      return toSql(dialect, slot.type, operandValue(slot.operand, sources.values));
    case 'pattern': {
      const value = operandValue(slot.operand, sources.values);
      return typeof value === 'string' ? likePattern(value) : null;
    }
    case 'decision':
      return toSql(dialect, 'boolean', decide(slot.condition, sources.values));
    case 'now':
      return sources.values.now.toISOString();
    case 'stored':
      return toSql(dialect, slot.type, sources.stored?.[slot.field.name]);
  }
}

function operandValue(operand: BoundOperand, values: RequestValues): unknown {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'auth':
      return values.auth[operand.name];
    case 'data':
      return Object.hasOwn(values.data, operand.name) ? values.data[operand.name] : null;
  }
}

function toSql(dialect: Statement['dialect'], type: SlotType, value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (type === 'json') return JSON.stringify(value);
  if (typeof value === 'boolean') return boundBoolean(dialect, value);
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`A ${typeof value} cannot be bound as ${type}`);
}

function boundBoolean(dialect: Statement['dialect'], value: boolean): SqlValue {
  if (dialect === 'sqlite') return value ? 1 : 0;
  return value ? 'true' : 'false';
}
