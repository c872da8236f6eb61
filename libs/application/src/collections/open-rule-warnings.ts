/** What a superadmin who opens a write rule to everybody is told: it is allowed, but rarely meant. */
import type { Collection, RuleOperation } from '#domain/schema/collection';
import { ruleKey } from '#domain/schema/rules-input';
import type { RulesInput } from '#domain/schema/rules-input';

const WRITING: readonly RuleOperation[] = ['create', 'update', 'delete'];

export interface SentAccess {
  readonly rules: RulesInput;
  readonly allowAnonymous?: boolean;
}

/** Warns of what the request opened, not of what was open before. `after`: the collection as it is now. */
export function openRuleWarnings(after: Collection, sent: SentAccess): readonly string[] {
  if (!after.allowAnonymous) return [];
  const opened = (operation: RuleOperation): boolean =>
    after.rules[operation] === '' && (sent.rules[operation] === '' || sent.allowAnonymous === true);
  return WRITING.filter(opened).map(
    (operation) =>
      `${ruleKey(operation)} is empty: everybody, also without signing in, can ${operation} records of any account`,
  );
}
