/** `min` and `max` of date and datetime fields: texts of the same kind, compared as texts. */
import type { FieldOptions } from '#domain/schema/collection';
import { Refusal } from './field-type';
import type { OptionReport, RawOptions } from './field-type';

export function parseTimeBounds(
  raw: RawOptions,
  report: OptionReport,
  parse: (text: string) => string | null,
): FieldOptions {
  const min = parseBound(raw.get('min'), 'min', report, parse);
  const max = parseBound(raw.get('max'), 'max', report, parse);
  if (min !== undefined && max !== undefined && min > max) report('min', 'must not be later than max');
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

export function checkTimeBounds(stored: string, options: FieldOptions): Refusal | null {
  if (typeof options.min === 'string' && stored < options.min) {
    return new Refusal('too_small', `Must not be before ${options.min}`);
  }
  if (typeof options.max === 'string' && stored > options.max) {
    return new Refusal('too_large', `Must not be after ${options.max}`);
  }
  return null;
}

function parseBound(
  value: unknown,
  name: string,
  report: OptionReport,
  parse: (text: string) => string | null,
): string | undefined {
  if (value === undefined) return undefined;
  const stored = typeof value === 'string' ? parse(value) : null;
  if (stored === null) report(name, 'must be an ISO 8601 date');
  return stored ?? undefined;
}
