/** The value of a filter's literal, as the type that it is needed as. */
import type { GivenOperand, GivenValue, RequestValues } from './condition';
import { fromText } from './value-type';

export function givenValue({ type, index, negated }: GivenOperand, { given }: RequestValues): GivenValue {
  const value = given?.[index];
  if (value === undefined) throw new Error(`Literal ${index} of the filter was not given`);
  if (typeof value === 'number') return negated ? -value : value;
  // That it can be of the type is part of its filter's template.
  return typeof value === 'string' && type !== 'text' ? fromText(value, type)! : value;
}
