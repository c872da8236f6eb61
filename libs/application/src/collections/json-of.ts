import { invalidFields } from '#domain/kernel/errors';

/** What a hook left, as if it had been sent: a hook can leave what no request can hold. Throws SCHEMA_INVALID (422). */
export function jsonOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch {
    throw invalidFields('SCHEMA_INVALID', [{ field: 'body', code: 'invalid_type', message: 'must be a JSON object' }]);
  }
}
