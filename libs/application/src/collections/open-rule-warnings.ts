/** Said to who opens a writing rule to everybody: it is allowed, and rarely meant. */
import type { RuleOperation } from '#domain/schema/collection';
import { ruleKey } from '#domain/schema/rules-input';
import type { RulesInput } from '#domain/schema/rules-input';

const WRITING: readonly RuleOperation[] = ['create', 'update', 'delete'];

export function openRuleWarnings(sent: RulesInput): readonly string[] {
  return WRITING.filter((operation) => sent[operation] === '').map(
    (operation) =>
      `${ruleKey(operation)} is empty: everybody, also without signing in, can ${operation} records of any account`,
  );
}
