/** The lists of fields that a rule shows or takes: this version has only the list that means all of them. */
import type { DefinitionProblems } from './definition-problems';

export const FIELD_LIST_KEYS = ['list_fields', 'view_fields', 'create_fields', 'update_fields'] as const;
export const ALL_FIELDS = '*';

/** Anything narrower is refused rather than ignored: a list that hides nothing would only look like protection. */
export function checkFieldLists(input: ReadonlyMap<string, unknown>, problems: DefinitionProblems): void {
  for (const key of FIELD_LIST_KEYS) {
    const value = input.get(key) ?? ALL_FIELDS;
    if (value !== ALL_FIELDS) problems.notAvailable(key, 'field lists are');
  }
}
