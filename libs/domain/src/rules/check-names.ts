/**
 * What can be said of a rule without its collection: the text follows the grammar, and its macros, functions and request
 * values exist. Types are taken on trust, and so are fields whose names are not given.
 */
import { unknownName } from '#domain/kernel/nearest-name';
import type { Catalog } from '#domain/schema/catalog';
import { isSystemColumn, type RuleOperation } from '#domain/schema/collection';
import type { Expression, ExpressionOf } from './ast';
import { isBackName } from './back-relation';
import { isAggregateCall } from './check-aggregate';
import { bodyFunction } from './check-body-function';
import { checkCall } from './check-function';
import { macroDefinition } from './check-macro';
import { childrenOf } from './children-of';
import { LanguageError, reportLanguageErrors } from './language-error';
import { parseExpression } from './parser';
import { checkRequestName } from './request-value';

/** As much as is known of where a rule is to stand. */
export interface RuleSurroundings {
  /** The names of the collection's fields; system columns need not be among them. */
  readonly fields?: readonly string[];
  readonly operation?: RuleOperation;
  /** The SQL macros that there are. */
  readonly macros?: Catalog['macros'];
}

/** Throws DomainError RULE_SYNTAX, RULE_UNKNOWN_NAME, RULE_TYPE or RULE_LIMIT, the message ending with the position. */
export function checkRuleNames(text: string, surroundings: RuleSurroundings = {}): void {
  if (text.trim() === '') return;
  reportLanguageErrors('RULE', 'Invalid rule', text, () => checkNames(parseExpression(text), surroundings));
}

function checkNames(expression: Expression, surroundings: RuleSurroundings): void {
  if (expression.kind === 'macro') checkMacro(expression, surroundings);
  if (expression.kind === 'call') checkFunction(expression, surroundings);
  if (expression.kind === 'request') checkRequest(expression, surroundings);
  if (expression.kind === 'path') checkField(expression.names[0]!, expression.offset, surroundings);
  for (const child of childrenOf(expression)) checkNames(child, surroundings);
}

function checkMacro(macro: ExpressionOf<'macro'>, { macros = [] }: RuleSurroundings): void {
  if (!macros.some(({ name }) => name.toLowerCase() === macro.name.toLowerCase())) macroDefinition(macro, macros);
}

function checkFunction(call: ExpressionOf<'call'>, surroundings: RuleSurroundings): void {
  if (isAggregateCall(call)) return;
  if (bodyFunction(call.name) === undefined) checkCall(call);
  else requireBody(call, `${call.name}(…)`, surroundings);
}

function checkRequest(expression: ExpressionOf<'request'>, surroundings: RuleSurroundings): void {
  checkRequestName(expression);
  const [source, name] = expression.names;
  if (source !== 'data') return;
  requireBody(expression, '@request.data', surroundings);
  checkField(name!, expression.offset, surroundings);
}

function requireBody({ offset }: Expression, what: string, { operation }: RuleSurroundings): void {
  if (operation === undefined || operation === 'create' || operation === 'update') return;
  throw new LanguageError('UNKNOWN_NAME', offset, `${what} can be used only in create and update rules`);
}

function checkField(name: string, offset: number, { fields }: RuleSurroundings): void {
  if (fields === undefined || fields.includes(name) || isSystemColumn(name) || isBackName(name)) return;
  throw new LanguageError('UNKNOWN_NAME', offset, `The field '${name}' ${unknownName(name, fields)}`);
}
