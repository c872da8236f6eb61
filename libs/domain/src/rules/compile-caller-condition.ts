/**
 * Conditions about the caller alone: the part of the rule language that needs no record, no body and no clock. What they come
 * to is the same for every request of a caller, so that it can be part of the key under which plans are kept.
 */
import { Catalog } from '#domain/schema/catalog';
import type { Expression } from './ast';
import { bodyFunction } from './check-body-function';
import { checkExpression } from './check-condition';
import { macroDefinition } from './check-macro';
import { childrenOf } from './children-of';
import type { Condition } from './condition';
import { LanguageError, reportLanguageErrors } from './language-error';
import { parseExpression } from './parser';
import { sampleCollection } from './sample-collection';

const MACROS = ['has_role', 'has_group'];
/** There is nothing to name. */
const PLACE = {
  collection: sampleCollection([]),
  catalog: new Catalog(0, []),
  operation: 'view',
  computedOf: () => undefined,
} as const;

/** Throws DomainError RULE_SYNTAX, RULE_UNKNOWN_NAME, RULE_TYPE or RULE_LIMIT (kind `invalid`), the message ending with the position. */
export function compileCallerCondition(text: string): Condition {
  return reportLanguageErrors('RULE', 'Invalid condition', text, () => {
    const expression = parseExpression(text);
    assertAboutCaller(expression);
    return checkExpression(expression, PLACE, () => {
      throw new Error('No macro of a condition about the caller asks for a permission');
    });
  });
}

function assertAboutCaller(expression: Expression): void {
  const other = otherThanCaller(expression);
  if (other !== null) {
    const message = `Access to a field depends on the caller alone, not on ${other}`;
    throw new LanguageError('TYPE', expression.offset, message);
  }
  for (const child of childrenOf(expression)) assertAboutCaller(child);
}

/** What it asks about besides; null: nothing. */
function otherThanCaller(expression: Expression): string | null {
  switch (expression.kind) {
    case 'path':
      return `the field '${expression.names.join('.')}'`;
    case 'request':
      return expression.names[0] === 'data' ? 'what a write sends' : null;
    case 'macro':
      macroDefinition(expression);
      return MACROS.includes(expression.name) ? null : `@${expression.name}`;
    case 'call':
      if (bodyFunction(expression.name) !== undefined) return 'what a write sends';
      return expression.name.toLowerCase() === 'now' ? 'the time' : null;
    default:
      return null;
  }
}
