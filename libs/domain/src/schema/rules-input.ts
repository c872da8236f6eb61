/** The five rules as a client sends them: a text, or null for locked. What they say is checked by compileRule. */
import { RULE_OPERATIONS } from './collection';
import type { RuleOperation, Rules } from './collection';
import type { DefinitionProblems } from './definition-problems';

export type RulesInput = Partial<Rules>;

export function ruleKey<O extends RuleOperation>(operation: O): `${O}_rule` {
  return `${operation}_rule`;
}

/** Only the rules that were sent. A blank rule is refused, because it looks like no rule and would mean open. */
export function parseRules(input: ReadonlyMap<string, unknown>, problems: DefinitionProblems): RulesInput {
  const rules: Partial<Record<RuleOperation, string | null>> = {};
  for (const operation of RULE_OPERATIONS) {
    const key = ruleKey(operation);
    const value = input.get(key);
    if (value === undefined) continue;
    if (value !== null && typeof value !== 'string') problems.add(key, 'invalid_type', 'must be a text or null');
    else if (value !== null && value !== '' && value.trim() === '') {
      problems.add(key, 'rule_blank', 'must be null (locked), an empty text (open) or an expression');
    } else rules[operation] = value;
  }
  return rules;
}
