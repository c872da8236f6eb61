/** A rule's text to its condition, when it is saved and when it is planned. */
import { callMacro } from '#domain/macros/call-macro';
import { hasMoreParts } from '#domain/macros/count-parts';
import { holdsForStrangers } from '#domain/schema/holds-for-strangers';
import { checkerFor } from './check-condition';
import type { Checker, RulePlace } from './checker';
import type { Condition } from './condition';
import { LanguageError, reportLanguageErrors } from './language-error';
import { parseExpression } from './parser';
import { relatedIn } from './related-value';

/** How many rules may ask for each other's permission in a chain. */
const MAX_PERMISSION_CHAIN = 5;

/** Of a rule, with what its macros come to. Without any, no rule has as many (parser.ts). */
const MAX_PARTS = 1000;

/** Who has signed in has both; in a trial of a rule, a caller may be described by the role alone. */
const SIGNED_IN: Condition = { kind: 'or', items: [isKnown('id'), isKnown('role')] };

/**
 * '' is open: the constant true. Throws DomainError RULE_SYNTAX, RULE_UNKNOWN_NAME, RULE_TYPE or RULE_LIMIT (kind
 * `invalid`), the message beginning with `label` and ending with the 1-based position.
 */
export function compileRule(text: string, place: RulePlace, label = `Invalid ${place.operation} rule`): Condition {
  return reportLanguageErrors('RULE', label, text, () => compile(text, place, [identity(place)], new Map()));
}

/** `chain`: the rules on the way here, which may not be asked for again. `known`: so that each rule is compiled once. */
function compile(text: string, place: RulePlace, chain: readonly string[], known: Map<string, Condition>): Condition {
  if (text.trim() === '') return { kind: 'constant', value: true };
  const condition = checkerOf(place, chain, known).condition(parseExpression(text));
  if (!hasMoreParts(condition, MAX_PARTS)) return condition;
  throw new LanguageError('LIMIT', 0, `With its macros, the rule comes to more than ${MAX_PARTS} parts`);
}

/** Of the expressions of a rule that stands there. */
export function ruleChecker(place: RulePlace): Checker {
  return checkerOf(place, [identity(place)], new Map());
}

function checkerOf(place: RulePlace, chain: readonly string[], known: Map<string, Condition>): Checker {
  const permission: Checker['permission'] = (collection, operation, offset) => {
    const target = { collection, catalog: place.catalog, operation };
    const name = `the ${operation} rule of '${collection.name}'`;
    if (chain.includes(identity(target))) {
      throw new LanguageError('TYPE', offset, `@has_permission leads back to ${name}`);
    }
    if (chain.length === MAX_PERMISSION_CHAIN) {
      throw new LanguageError('LIMIT', offset, `More than ${MAX_PERMISSION_CHAIN} rules ask for each other`);
    }
    const rule = collection.rules[operation];
    if (rule === null) return { kind: 'constant', value: false };
    const condition =
      known.get(identity(target)) ??
      inOtherText(offset, name, () => compile(rule, target, [...chain, identity(target)], known));
    known.set(identity(target), condition);
    return holdsForStrangers(collection, operation) ? condition : { kind: 'and', items: [SIGNED_IN, condition] };
  };
  return checkerFor({ ...place, computedOf: relatedIn(place.catalog) }, permission, callMacro);
}

function isKnown(name: 'id' | 'role'): Condition {
  return { kind: 'null', negated: true, operand: { kind: 'auth', type: 'text', name } };
}

/** A position in another rule's text would mislead: the error is at the macro that asks for it. */
function inOtherText(offset: number, name: string, work: () => Condition): Condition {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error;
    throw new LanguageError(error.problem, offset, `In ${name}: ${error.message}`);
  }
}

function identity(place: RulePlace): string {
  return `${place.operation} ${place.collection.id}`;
}
