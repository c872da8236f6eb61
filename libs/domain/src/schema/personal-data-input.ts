/** Which fields hold personal data, as a client sends it: how their values are masked, and who reads them all the same. */
import { LABELS } from '#domain/accounts/label';
import { unknownName } from '#domain/kernel/nearest-name';
import { parseMaskTemplate } from '#domain/masks/parse-mask-template';
import { characterCount, excerpt, isCleanText } from './clean-text';
import { type ClearTo, type Field, MASK_TYPES, type MaskType, type PersonalData } from './collection';
import type { DefinitionProblems } from './definition-problems';
import { FIELD_TYPES } from './field-types';

const SETTINGS = ['mask_type', 'mask_template', 'clear_to'] as const;
export const PII_KEYS: readonly string[] = ['pii', ...SETTINGS];

const CLEAR_TO_KEYS = ['roles', 'groups'] as const;
const NAMES_LIMIT = 50;
const NAME_LENGTH = Math.max(LABELS.role.maxName, LABELS.group.maxName);
const DEFAULT_MASK: MaskType = 'full';

export const TO_NOBODY: ClearTo = { roles: [], groups: [] };

/** null: no personal data. Without `clearTo`, those who read the values stay the same. */
export type PersonalDataInput = (Omit<PersonalData, 'clearTo'> & Partial<Pick<PersonalData, 'clearTo'>>) | null;

type Input = ReadonlyMap<string, unknown>;

/** undefined: not sent, or wrong. `type` is null where that is wrong already. */
export function parsePersonalData(
  type: Field['type'] | null,
  input: Input,
  path: string,
  problems: DefinitionProblems,
): PersonalDataInput | undefined {
  const isPersonal = input.get('pii');
  const clearTo = parseClearTo(input.get('clear_to'), `${path}.clear_to`, problems);
  if (isPersonal !== true) {
    refuseSettings(input, path, problems);
    if (isPersonal === undefined) return undefined;
    if (isPersonal !== false && isPersonal !== null) {
      problems.add(`${path}.pii`, 'invalid_type', 'must be true or false');
    }
    return null;
  }
  if (type !== null && !FIELD_TYPES[type].canBeMasked) {
    const message = `a ${type} field cannot be masked; access decides who reads it`;
    problems.add(`${path}.pii`, 'pii_not_possible', message);
  }
  const mask = parseMaskType(input.get('mask_type'), `${path}.mask_type`, problems);
  const template = parseTemplate(mask, input.get('mask_template'), `${path}.mask_template`, problems);
  return { mask, ...(template === undefined ? {} : { template }), ...(clearTo === undefined ? {} : { clearTo }) };
}

function refuseSettings(input: Input, path: string, problems: DefinitionProblems): void {
  for (const key of SETTINGS) {
    if (!isUnset(input.get(key))) problems.add(`${path}.${key}`, 'invalid_option', 'needs "pii": true');
  }
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function parseMaskType(raw: unknown, path: string, problems: DefinitionProblems): MaskType {
  if (isUnset(raw)) return DEFAULT_MASK;
  const mask = MASK_TYPES.find((known) => typeof raw === 'string' && known === raw.toLowerCase());
  if (mask === undefined) problems.add(path, 'mask_type_invalid', `must be one of: ${MASK_TYPES.join(', ')}`);
  return mask ?? DEFAULT_MASK;
}

function parseTemplate(mask: MaskType, raw: unknown, path: string, problems: DefinitionProblems): string | undefined {
  if (mask !== 'custom') {
    if (!isUnset(raw)) problems.add(path, 'invalid_option', 'only a custom mask has a template');
    return undefined;
  }
  const parts = parseMaskTemplate(raw);
  if (typeof parts === 'string') problems.add(path, 'mask_template_invalid', parts);
  return typeof raw === 'string' ? raw : undefined;
}

function parseClearTo(raw: unknown, path: string, problems: DefinitionProblems): ClearTo | undefined {
  if (raw === undefined) return undefined;
  if (raw === null) return TO_NOBODY;
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    problems.add(path, 'invalid_type', 'must be an object with roles and groups, or null');
    return undefined;
  }
  const input = new Map<string, unknown>(Object.entries(raw));
  for (const key of input.keys()) {
    if (CLEAR_TO_KEYS.some((known) => known === key)) continue;
    problems.add(`${path}.${excerpt(key)}`, 'unknown_key', unknownName(key, CLEAR_TO_KEYS));
  }
  const [roles, groups] = CLEAR_TO_KEYS.map((key) => parseNames(input.get(key), `${path}.${key}`, problems));
  return { roles: roles!, groups: groups! };
}

function parseNames(raw: unknown, path: string, problems: DefinitionProblems): readonly string[] {
  const names: unknown = raw ?? [];
  if (Array.isArray(names) && names.length <= NAMES_LIMIT && names.every(isName)) return [...new Set(names)];
  problems.add(path, 'invalid_type', `must be a list of at most ${NAMES_LIMIT} names`);
  return [];
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name !== '' && isCleanText(name) && characterCount(name) <= NAME_LENGTH;
}
