/** What each scalar function gives in memory; docs/rules.md says it in words, and SQL must agree. */
import type { JsonValue } from '#domain/schema/collection';
import { addToDate, DATE_UNITS, diffDates } from './calendar';
import type { FunctionName } from './condition';

/** Numbers from here on have no decimals worth rounding, and scaling them could overflow. */
const ROUND_LIMIT = 1e15;

/** Arguments as the checker left them. null when an argument is null, but for concat, if, coalesce and nullif. */
export function evaluateFunction(name: FunctionName, args: readonly JsonValue[], now: Date): JsonValue {
  switch (name) {
    case 'now':
      return now.toISOString();
    case 'concat':
      return args.map(textOf).join('');
    case 'if':
      return (args[0] === true ? args[1] : args[2]) ?? null;
    case 'coalesce':
      return args.find((arg) => arg !== null) ?? null;
    case 'nullif':
      return args[0] === args[1] ? null : (args[0] ?? null);
    default:
      return args.includes(null) ? null : evaluateStrict(name, args);
  }
}

type StrictFunction = Exclude<FunctionName, 'now' | 'concat' | 'if' | 'coalesce' | 'nullif'>;

function evaluateStrict(name: StrictFunction, args: readonly JsonValue[]): JsonValue {
  const [first] = args;
  switch (name) {
    case 'length':
      if (Array.isArray(first)) return first.length;
      return typeof first === 'string' ? countCharacters(first) : null;
    case 'upper':
      return textOf(first).replace(/[a-z]+/g, (letters) => letters.toUpperCase());
    case 'lower':
      return textOf(first).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    case 'trim':
      return trimSpaces(textOf(first));
    case 'substring':
      return substring(textOf(first), Number(args[1]), args[2] === undefined ? Infinity : Number(args[2]));
    case 'round':
      return round(Number(first), Number(args[1] ?? 0));
    case 'abs':
      return Math.abs(Number(first));
    case 'ceil':
      return Math.ceil(Number(first));
    case 'floor':
      return Math.floor(Number(first));
    case 'date_diff':
      return diffDates(textOf(first), textOf(args[1]), unitOf(args[2]));
    case 'date_add':
      return addToDate(textOf(first), Number(args[1]), unitOf(args[2]));
  }
}

/** By code point. A start below 1 counts as 1, a negative length as 0, fractions are cut off. */
function substring(text: string, start: number, length: number): string {
  const from = Math.max(1, Math.trunc(start)) - 1;
  return Array.from(text)
    .slice(from, from + Math.max(0, Math.trunc(length)))
    .join('');
}

/** Half away from zero, in doubles step by step as written, so that the databases reach the same double. */
function round(value: number, decimals: number): number {
  const size = Math.abs(value);
  if (size >= ROUND_LIMIT) return value;
  const scale = Number(`1e${decimals}`);
  return (Math.sign(value) * Math.floor(size * scale + 0.5)) / scale;
}

/** Only U+0020; two scans rather than a regular expression, whose time on inner spaces grows with their square. */
function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === ' ') start++;
  while (end > start && text[end - 1] === ' ') end--;
  return text.slice(start, end);
}

/** The checker lets only texts here; null is empty, for concat. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function unitOf(value: JsonValue | undefined): (typeof DATE_UNITS)[number] {
  return DATE_UNITS.find((unit) => unit === value) ?? 'days';
}
