/** A value of a record as the answer of a trial has it. */
import type { JsonValue } from '#domain/schema/collection';

/** Of a text: whoever asks why a rule fails need not read all of it. */
const SHOWN_CHARACTERS = 200;

/** Long texts are cut, and end with an ellipsis. */
export function shownValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(shownValue);
  if (typeof value !== 'string' || value.length <= SHOWN_CHARACTERS) return value;
  const characters = Array.from(value.slice(0, 2 * SHOWN_CHARACTERS + 1));
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}…` : value;
}
