/** A value of a record as the answer of a trial has it. */
import { SHOWN_CHARACTERS } from '#domain/query/trial-plan';
import type { JsonValue } from '#domain/schema/collection';

/** Long texts are cut, and end with an ellipsis. */
export function shownValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(shownValue);
  if (typeof value !== 'string' || value.length <= SHOWN_CHARACTERS) return value;
  const characters = Array.from(value);
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}…` : value;
}
