/** The one form of stored values in which what drivers read and what units report can be compared. */
import type { ValueType } from '#domain/rules/condition';

/** A driver's value of a column of this kind, in the form in which units report it. */
export function storedForm(kind: ValueType, raw: unknown): unknown {
  if (raw === null) return null;
  switch (kind) {
    case 'boolean':
      return raw === 1 ? true : raw === 0 ? false : raw;
    case 'json':
      return JSON.parse(raw as string);
    case 'datetime':
      return new Date(raw as string).toISOString();
    default:
      return raw;
  }
}
