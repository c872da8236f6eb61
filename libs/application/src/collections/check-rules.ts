/** Checks every macro, rule and computed field of every collection against a changed catalog, so that a bad one never meets a request. */
import { DomainError } from '#domain/kernel/errors';
import { macroBody } from '#domain/macros/call-macro';
import { compileRule } from '#domain/rules/compile-rule';
import { asksOthers } from '#domain/rules/computed-value';
import { LanguageError } from '#domain/rules/language-error';
import type { Catalog } from '#domain/schema/catalog';
import { computedProblems } from '#domain/schema/check-computed-fields';
import type { Collection } from '#domain/schema/collection';
import { RULE_OPERATIONS } from '#domain/schema/collection';
import { ruleKey } from '#domain/schema/rules-input';
import type { RulesInput } from '#domain/schema/rules-input';

export interface SentRules {
  readonly collectionId: string;
  readonly rules: RulesInput;
}

/**
 * @throws the rule's own error (400) for a rule that was sent, and `inUseCode` (409) for one that was fine before.
 */
export function checkRules(catalog: Catalog, sent: SentRules | null, inUseCode: string): void {
  checkMacros(catalog, inUseCode);
  for (const collection of catalog.collections) checkExpressions(catalog, collection, inUseCode);
  for (const collection of catalog.collections) {
    for (const operation of RULE_OPERATIONS) {
      const text = collection.rules[operation];
      if (text === null) continue;
      try {
        compileRule(text, { collection, catalog, operation });
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        const field = ruleKey(operation);
        if (sent?.collectionId === collection.id && sent.rules[operation] !== undefined) {
          // The message names the member as the body that the caller sent does.
          const message = error.message.replace(`Invalid ${operation} rule`, `Invalid ${field}`);
          throw new DomainError(error.code, error.kind, message, { ...error.extras, field });
        }
        const message = `The ${field} of collection '${collection.name}' would no longer work. ${error.message}`;
        throw new DomainError(inUseCode, 'conflict', message, { field: `${collection.name}.${field}` });
      }
    }
  }
}

/** Those that were sent were checked with their definition. Of its own record alone, nothing of another collection changes one. */
function checkExpressions(catalog: Catalog, collection: Collection, inUseCode: string): void {
  if (!collection.fields.some((field) => asksOthers(collection, field))) return;
  const [problem] = computedProblems(collection, catalog);
  if (problem === undefined) return;
  const { field, place, message } = problem;
  const named = field === null ? `The computed fields of '${place}'` : `The computed field '${place}'`;
  const said = `${named} would no longer work: ${message}`;
  throw new DomainError(inUseCode, 'conflict', said, { field: place });
}

function checkMacros(catalog: Catalog, inUseCode: string): void {
  for (const macro of catalog.macros) {
    try {
      macroBody(macro, catalog);
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error;
      const message = `The macro @${macro.name} would no longer work. ${error.message}`;
      throw new DomainError(inUseCode, 'conflict', message, { field: `@${macro.name}` });
    }
  }
}
