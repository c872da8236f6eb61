/** Values inside of json: one, or whether any of several meets a test. */
import type { JsonStep } from '#domain/rules/json-step';
import type { ValueType } from '#domain/rules/condition';
import type { OneStep } from './dialect/json-dialect';
import type { Frame } from './frame';
import { identifier } from './identifier';
import { type SqlFragment, sql } from './sql-fragment';

interface Split {
  /** Up to the first [*]. */
  readonly head: readonly OneStep[];
  /** Behind it; null: there is none. */
  readonly tail: readonly JsonStep[] | null;
}

export function compileInside(
  frame: Frame,
  type: ValueType,
  json: SqlFragment,
  steps: readonly JsonStep[],
): SqlFragment {
  const { head, tail } = split(steps);
  if (tail !== null) throw new Error('Several values are no single one');
  return frame.dialect.json.inside(type, json, head);
}

/** Values one after another, each FROM item looking at those before it. */
export interface EachInside {
  readonly from: readonly SqlFragment[];
  readonly value: SqlFragment;
}

/** `steps` have at least one [*]. */
export function eachInside(frame: Frame, type: ValueType, json: SqlFragment, steps: readonly JsonStep[]): EachInside {
  const { head, tail } = split(steps);
  const elements = frame.dialect.json.elements(json, head, identifier(frame.nextAlias()));
  if (tail === null) throw new Error('One value is not several');
  const further = split(tail);
  if (further.tail === null) return { from: [elements.from], value: elements.inside(type, further.head) };
  const inner = eachInside(frame, type, elements.json, tail);
  return { from: [elements.from, ...inner.from], value: inner.value };
}

export function anyInside(
  frame: Frame,
  type: ValueType,
  json: SqlFragment,
  steps: readonly JsonStep[],
  test: (value: SqlFragment) => SqlFragment,
): SqlFragment {
  if (!steps.includes(null)) return test(compileInside(frame, type, json, steps));
  const { from, value } = eachInside(frame, type, json, steps);
  const [first, ...others] = from;
  const rows = sql(' FROM ', first!, ...others.flatMap((item) => [' CROSS JOIN ', item]), ' WHERE ', test(value));
  return frame.dialect.exists(rows);
}

function split(steps: readonly JsonStep[]): Split {
  const at = steps.indexOf(null);
  const head = (at < 0 ? steps : steps.slice(0, at)) as readonly OneStep[];
  return { head, tail: at < 0 ? null : steps.slice(at + 1) };
}
