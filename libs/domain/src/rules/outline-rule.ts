/**
 * A rule taken apart, for whoever asks why it does not hold: the parts that `and` and `or` join, each with the text that stands
 * for it, and what it looks at. Parts have the very conditions that the rule is made of.
 */
import type { Expression } from './ast';
import type { Checker, RulePlace } from './checker';
import { ruleChecker } from './compile-rule';
import type { Condition } from './condition';
import { reportLanguageErrors } from './language-error';
import { parseExpression, type Spans } from './parser';
import { type SeenValue, seenValues, type TextOf } from './seen-values';

export interface RulePart {
  /** As it is written. */
  readonly expression: string;
  readonly condition: Condition;
  readonly values: readonly SeenValue[];
}

export type Outline = RulePart | { readonly kind: 'and' | 'or'; readonly items: readonly Outline[] };

export interface OutlinedRule {
  readonly condition: Condition;
  /** null: the rule is open. */
  readonly outline: Outline | null;
}

/** Throws as compileRule(). */
export function outlineRule(text: string, place: RulePlace): OutlinedRule {
  if (text.trim() === '') return { condition: { kind: 'constant', value: true }, outline: null };
  return reportLanguageErrors('RULE', `Invalid ${place.operation} rule`, text, () => {
    const spans: Spans = new Map();
    const expression = parseExpression(text, spans);
    const checker = ruleChecker(place);
    const condition = checker.condition(expression);
    const textOf: TextOf = (part) => (spans.has(part) ? text.slice(...spans.get(part)!).trim() : null);
    return { condition, outline: outlineOf(expression, condition, checker, textOf) };
  });
}

export function partsOfOutline(outline: Outline | null): readonly RulePart[] {
  if (outline === null) return [];
  return 'items' in outline ? outline.items.flatMap(partsOfOutline) : [outline];
}

/** The parts because of which the rule does not hold; none where it does. */
export function failedParts(outline: Outline, holds: (part: RulePart) => boolean): readonly RulePart[] {
  if (!('items' in outline)) return holds(outline) ? [] : [outline];
  const failed = outline.items.map((item) => failedParts(item, holds));
  const isMet = outline.kind === 'or' && failed.some((parts) => parts.length === 0);
  return isMet ? [] : failed.flat();
}

/** A condition has an `and` and an `or` wherever its expression has one. */
function outlineOf(expression: Expression, condition: Condition, checker: Checker, textOf: TextOf): Outline {
  const { kind } = expression;
  if ((kind === 'and' || kind === 'or') && condition.kind === kind) {
    const items = expression.items.map((item, index) => outlineOf(item, condition.items[index]!, checker, textOf));
    return { kind, items };
  }
  return { expression: textOf(expression)!, condition, values: seenValues(expression, checker, textOf) };
}
