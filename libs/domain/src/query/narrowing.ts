/**
 * What hooks narrow a read by. Their expressions are trusted as rules are: they see every field, the caller and macros, and
 * they only ever take away, because each is one more condition beside the rule.
 */
import { compileRule } from '#domain/rules/compile-rule';
import type { RulePlace } from '#domain/rules/checker';
import type { Condition } from '#domain/rules/condition';
import type { ReadRequest } from './parse-show-request';

/** Throws DomainError RULE_SYNTAX, RULE_UNKNOWN_NAME, RULE_TYPE or RULE_LIMIT. */
export function compileNarrowing(expression: string, place: RulePlace): Condition {
  return compileRule(expression, place, 'Invalid expression');
}

/** Expressions were checked before, so a failure now is nothing that the caller could correct or should be told of. */
export function narrowingOf({ narrowedBy = [] }: ReadRequest, place: RulePlace): readonly Condition[] {
  return narrowedBy.map((expression) => {
    try {
      return compileNarrowing(expression, place);
    } catch (error) {
      throw new Error(`'${place.collection.name}' cannot be narrowed by: ${expression}`, { cause: error });
    }
  });
}
