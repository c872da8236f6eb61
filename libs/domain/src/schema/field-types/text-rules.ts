/** What the text-like types share: storable characters, length bounds and patterns. */
import { RE2JS } from 're2js';
import { characterCount, isCleanText } from '#domain/schema/clean-text';
import type { FieldOptions } from '#domain/schema/collection';
import type { JsonSchema } from '#domain/schema/json-schema';
import { Refusal } from './field-type';
import type { OptionReport, RawOptions } from './field-type';

const PATTERN_LENGTH_LIMIT = 500;
/** Instructions of the compiled pattern: matching costs text length times this, at worst. */
const PATTERN_SIZE_LIMIT = 2000;

const compiled = new WeakMap<FieldOptions, RE2JS>();

export function checkText(value: string, options: FieldOptions, limit: number): Refusal | null {
  if (!isCleanText(value)) return invalidText();
  const max = typeof options.max === 'number' ? options.max : limit;
  // A text never has more characters than UTF-16 units, so counting is only needed beyond the limit.
  if (value.length > max && characterCount(value) > max) {
    return new Refusal('too_long', `Must be at most ${max} characters long`);
  }
  if (typeof options.min === 'number' && options.min > 0 && characterCount(value) < options.min) {
    return new Refusal('too_short', `Must be at least ${options.min} characters long`);
  }
  if (options.pattern !== undefined && !patternOf(options, options.pattern).test(value)) {
    return new Refusal('pattern_mismatch', `Does not match the pattern ${options.pattern}`);
  }
  return null;
}

export function invalidText(): Refusal {
  return new Refusal('invalid_text', 'Contains U+0000 or half of a surrogate pair');
}

/** `min` and `max` as lengths in characters. */
export function parseLengths(raw: RawOptions, report: OptionReport, limit: number): FieldOptions {
  const min = parseLength(raw, 'min', report, limit);
  const max = parseLength(raw, 'max', report, limit);
  if (min !== undefined && max !== undefined && min > max) report('min', 'must not be greater than max');
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

export function lengthSchema({ min, max }: FieldOptions): JsonSchema {
  return {
    ...(typeof min === 'number' ? { minLength: min } : {}),
    ...(typeof max === 'number' ? { maxLength: max } : {}),
  };
}

function parseLength(raw: RawOptions, name: 'min' | 'max', report: OptionReport, limit: number): number | undefined {
  const value = raw.get(name);
  if (value === undefined) return undefined;
  const smallest = name === 'max' ? 1 : 0;
  if (typeof value === 'number' && Number.isInteger(value) && value >= smallest && value <= limit) return value;
  report(name, `must be a whole number from ${smallest} to ${limit}`);
  return undefined;
}

export function parsePattern(raw: RawOptions, report: OptionReport): FieldOptions {
  const pattern = raw.get('pattern');
  if (pattern === undefined) return {};
  if (typeof pattern !== 'string' || pattern === '' || pattern.length > PATTERN_LENGTH_LIMIT || !isCleanText(pattern)) {
    report('pattern', `must be a text of 1 to ${PATTERN_LENGTH_LIMIT} characters`);
    return {};
  }
  try {
    if (RE2JS.compile(pattern).programSize() <= PATTERN_SIZE_LIMIT) return { pattern };
    report('pattern', 'is too complex: use smaller repeat counts');
  } catch (error) {
    report('pattern', `is not a valid RE2 pattern: ${error instanceof Error ? error.message : String(error)}`);
  }
  return {};
}

function patternOf(options: FieldOptions, pattern: string): RE2JS {
  let regexp = compiled.get(options);
  if (!regexp) {
    regexp = RE2JS.compile(pattern);
    compiled.set(options, regexp);
  }
  return regexp;
}
