/**
 * What can be said of a rule without its collection: the text follows the grammar, and its macros, functions and request
 * values exist. Fields are taken on trust, and so are their types.
 */
import type { Expression } from './ast';
import { bodyFunction } from './check-body-function';
import { checkCall } from './check-function';
import { macroDefinition } from './check-macro';
import { childrenOf } from './children-of';
import { reportLanguageErrors } from './language-error';
import { parseExpression } from './parser';
import { checkRequestName } from './request-value';

/** Throws DomainError RULE_SYNTAX, RULE_UNKNOWN_NAME, RULE_TYPE or RULE_LIMIT, the message ending with the position. */
export function checkRuleNames(text: string): void {
  if (text.trim() === '') return;
  reportLanguageErrors('RULE', 'Invalid rule', text, () => checkNames(parseExpression(text)));
}

function checkNames(expression: Expression): void {
  if (expression.kind === 'macro') macroDefinition(expression);
  if (expression.kind === 'call' && bodyFunction(expression.name) === undefined) checkCall(expression);
  if (expression.kind === 'request') checkRequestName(expression);
  for (const child of childrenOf(expression)) checkNames(child);
}
