/** What a superadmin who opens a rule to strangers is told: it is allowed, but not always meant. */
import { type Collection, RULE_OPERATIONS, type RuleOperation } from '#domain/schema/collection';
import type { DefinitionInput } from '#domain/schema/definition-input';
import { holdsForStrangers } from '#domain/schema/holds-for-strangers';
import { ruleKey } from '#domain/schema/rules-input';

/** What a request says about who may do what; what it does not send, it does not open. */
export type SentAccess = Pick<DefinitionInput, 'rules' | 'allowAnonymous'>;

/** Warns of what the request opened, not of what was open before. `after`: the collection as it is now. */
export function openRuleWarnings(after: Collection, sent: SentAccess): readonly string[] {
  const isOpened = (operation: RuleOperation): boolean =>
    holdsForStrangers(after, operation) && (sent.rules[operation] !== undefined || sent.allowAnonymous !== undefined);
  return RULE_OPERATIONS.filter(isOpened).map((operation) => warning(operation, after.rules[operation] === ''));
}

function warning(operation: RuleOperation, isEmpty: boolean): string {
  const [what, who] = isEmpty
    ? ['is empty', 'everybody']
    : ['holds for strangers, because allow_anonymous is true', 'whoever it is true for'];
  return `${ruleKey(operation)} ${what}: ${who}, also without signing in, can ${operation} records of any account`;
}
