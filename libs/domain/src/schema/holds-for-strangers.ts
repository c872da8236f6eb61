/** Which rules of a collection hold for callers who have not signed in, as they do for everybody else. */
import type { Collection, RuleOperation } from './collection';

/**
 * An expression says what members may do. That it is true for nobody in particular, as `status = "published"` is, does not
 * mean that it was written for strangers: a collection says so, and for all of its rules.
 */
export function holdsForStrangers(
  { rules, allowAnonymous }: Pick<Collection, 'rules' | 'allowAnonymous'>,
  operation: RuleOperation,
): boolean {
  const rule = rules[operation];
  return rule !== null && (allowAnonymous ?? rule === '');
}
