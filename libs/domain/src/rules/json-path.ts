/**
 * Ways into the value of a json field: how they are written, and where they lead in memory. What a name leads to is a member of
 * an object and nothing else, what a number leads to an element of a list.
 */
import type { JsonValue } from '#domain/schema/collection';
import type { ValueType } from './condition';
import type { JsonStep } from './json-step';
import { LanguageError } from './language-error';

const MAX_JSON_STEPS = 16;
/** Each goes through all elements of all the lists that the one before leads to. */
const MAX_JSON_LISTS = 3;
/** A value has no more members (schema/field-types/json.ts). */
const MAX_JSON_INDEX = 9999;
/** UTF-16 units. */
const MAX_MEMBER_LENGTH = 255;

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MEMBER = /\.([A-Za-z_][A-Za-z0-9_]*)/y;
const ELEMENT = /\[(?:([0-9]+)|(\*))\]/y;

/** Reads a text in quotes; returns it and how long it is with them. */
type ReadText = (text: string, offset: number, quote: string) => readonly [{ readonly value: string }, number];

/** The steps from `offset` on, none where there is another character, and where they end. Throws LanguageError. */
export function readJsonSteps(
  text: string,
  offset: number,
  readText: ReadText,
): readonly [readonly JsonStep[], number] {
  const steps: JsonStep[] = [];
  let end = offset;
  for (;;) {
    const step = readStep(text, end, readText);
    if (step === null) return [steps, end];
    steps.push(step[0]);
    end = step[1];
  }
}

function readStep(text: string, offset: number, readText: ReadText): readonly [JsonStep, number] | null {
  const quote = text[offset + 1];
  if (text[offset] === '.' && (quote === '"' || quote === "'")) {
    const [{ value }, length] = readText(text, offset + 1, quote);
    return [value, offset + 1 + length];
  }
  MEMBER.lastIndex = offset;
  const member = MEMBER.exec(text);
  if (member !== null) return [member[1]!, MEMBER.lastIndex];
  if (text[offset] !== '[') return null;
  ELEMENT.lastIndex = offset;
  const element = ELEMENT.exec(text);
  if (element === null) {
    throw new LanguageError(
      'SYNTAX',
      offset,
      'In brackets stands the number of an element, from 0, or *; a member follows a dot, as in meta.size or meta."the size"',
    );
  }
  return [element[1] === undefined ? null : Number(element[1]), ELEMENT.lastIndex];
}

/** Throws LanguageError where the way is longer, or leads further, than one may. */
export function assertBounded(steps: readonly JsonStep[], offset: number): void {
  const refuse = (problem: string): never => {
    throw new LanguageError('LIMIT', offset, problem);
  };
  if (steps.length > MAX_JSON_STEPS) refuse(`The path goes more than ${MAX_JSON_STEPS} steps into json`);
  if (steps.filter((step) => step === null).length > MAX_JSON_LISTS) {
    refuse(`The path has more than ${MAX_JSON_LISTS} steps [*]`);
  }
  for (const step of steps) {
    if (typeof step === 'number' && step > MAX_JSON_INDEX) refuse(`A list in json has elements 0 to ${MAX_JSON_INDEX}`);
    if (typeof step === 'string' && step.length > MAX_MEMBER_LENGTH) {
      refuse(`The name of a member is longer than ${MAX_MEMBER_LENGTH} characters`);
    }
  }
}

/** A name that needs no quotes. */
export function isPlain(step: JsonStep): boolean {
  return typeof step !== 'string' || PLAIN_NAME.test(step);
}

/** As it is written. */
export function writtenPath(names: readonly string[], steps: readonly JsonStep[] = []): string {
  return names.join('.') + steps.map(writtenStep).join('');
}

function writtenStep(step: JsonStep): string {
  if (step === null) return '[*]';
  if (typeof step === 'number') return `[${step}]`;
  return isPlain(step) ? `.${step}` : `."${step.replace(/["\\]/g, '\\$&')}"`;
}

/** One name and nothing behind it. */
export function isName({
  names,
  steps,
}: {
  readonly names: readonly string[];
  readonly steps?: readonly JsonStep[];
}): boolean {
  return names.length === 1 && steps === undefined;
}

/** The values that the steps lead to, null where there is none or one of another type; json is any but null. */
export function valuesInside(value: JsonValue, steps: readonly JsonStep[], type: ValueType): readonly JsonValue[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [ofType(value, type)];
  if (step === null) return isList(value) ? value.flatMap((element) => valuesInside(element, rest, type)) : [];
  return valuesInside(memberOf(value, step), rest, type);
}

function memberOf(value: JsonValue, step: string | number): JsonValue {
  if (typeof step === 'number') return isList(value) ? (value[step] ?? null) : null;
  if (typeof value !== 'object' || value === null || isList(value) || !Object.hasOwn(value, step)) return null;
  return value[step]!;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function ofType(value: JsonValue, type: ValueType): JsonValue {
  if (type === 'json') return value;
  return typeof value === (type === 'text' ? 'string' : type) ? value : null;
}
