/** Who may read and who may write a field, as a client sends it: conditions about the caller, which need no collection to be checked. */
import { DomainError } from '#domain/kernel/errors';
import { unknownName } from '#domain/kernel/nearest-name';
import { compileCallerCondition } from '#domain/rules/compile-caller-condition';
import { excerpt } from './clean-text';
import type { FieldConditions } from './collection';
import type { DefinitionProblems } from './definition-problems';

const KEYS = ['read', 'write'] as const;
export const OPEN_CONDITIONS: FieldConditions = { read: '', write: '' };

/** undefined: not sent, so that what a client does not know of stays as it is. null opens; so does a member that is left out. */
export function parseFieldAccess(
  raw: unknown,
  path: string,
  problems: DefinitionProblems,
): FieldConditions | undefined {
  if (raw === undefined) return undefined;
  if (raw === null) return OPEN_CONDITIONS;
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    problems.add(path, 'invalid_type', 'must be an object with read and write, or null');
    return undefined;
  }
  const input = new Map<string, unknown>(Object.entries(raw));
  for (const key of input.keys()) {
    if (KEYS.some((known) => known === key)) continue;
    problems.add(`${path}.${excerpt(key)}`, 'unknown_key', unknownName(key, KEYS));
  }
  const [read, write] = KEYS.map((key) => parseCondition(input.get(key), `${path}.${key}`, problems));
  return { read: read!, write: write! };
}

function parseCondition(raw: unknown, path: string, problems: DefinitionProblems): string | null {
  if (raw === undefined || raw === null || raw === '') return raw ?? (raw === null ? null : '');
  if (typeof raw !== 'string') problems.add(path, 'invalid_type', 'must be a text or null');
  else if (raw.trim() === '') {
    problems.add(path, 'rule_blank', 'must be null (superadmins), an empty text (everybody) or a condition');
  } else {
    try {
      compileCallerCondition(raw);
      return raw;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.add(path, 'rule_invalid', error.message);
    }
  }
  return null;
}
