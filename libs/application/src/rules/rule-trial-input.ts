/** The body of a rule trial: `rule`, and a `context` with who asks (`auth`, also taken as `user`), `record` and `data`. */
import { type FieldProblem, invalidFields } from '#domain/kernel/errors';
import { unknownName } from '#domain/kernel/nearest-name';
import { ownValue } from '#domain/kernel/own-value';
import type { RuleSurroundings } from '#domain/rules/check-names';
import type { RequestValues } from '#domain/rules/condition';
import type { RuleSample } from '#domain/rules/try-rule';
import { excerpt } from '#domain/schema/clean-text';
import { type JsonValue, RULE_OPERATIONS, type RuleOperation } from '#domain/schema/collection';
import { checkJson } from '#domain/schema/field-types/json';

export interface RuleTrialInput {
  readonly rule: string;
  readonly sample: RuleSample;
}

type JsonObject = Readonly<Record<string, JsonValue>>;

const MAX_DEPTH = 20;
const NOBODY: RequestValues['auth'] = { id: null, email: null, role: null, account_id: null, groups: [] };
const AUTH_TEXTS = ['id', 'email', 'role', 'account_id'] as const;
const PARTS = ['auth', 'user', 'record', 'data'];

/** Absent parts are empty: there is no caller, no record, and nothing is sent. */
export function parseRuleTrial(body: unknown): RuleTrialInput {
  const problems: FieldProblem[] = [];
  const input = objectAt('body', body, problems) ?? {};
  refuseUnknown(input, ['rule', 'context'], '', problems);
  const rule = parseRule(input, problems);
  const context = objectAt('context', own(input, 'context'), problems) ?? {};
  refuseUnknown(context, PARTS, 'context.', problems);
  const refusal = checkJson(context, MAX_DEPTH);
  if (refusal) problems.push({ field: 'context', code: refusal.code, message: refusal.message });
  const auth = parseAuth(context, problems);
  const record = objectAt('context.record', own(context, 'record'), problems);
  const data = objectAt('context.data', own(context, 'data'), problems) ?? {};
  if (problems.length > 0) throw invalidFields('RULE_TRIAL_INVALID', problems);
  return { rule, sample: { auth, record, data } };
}

/** The body of a check: `rule`, and as far as they are known its `operation` and the names of the fields, `collectionFields`. */
export function parseRuleCheck(body: unknown): { readonly rule: string; readonly surroundings: RuleSurroundings } {
  const problems: FieldProblem[] = [];
  const input = objectAt('body', body, problems) ?? {};
  refuseUnknown(input, ['rule', 'operation', 'collectionFields'], '', problems);
  const rule = parseRule(input, problems);
  const operation = parseOperation(own(input, 'operation'), problems);
  const fields = own(input, 'collectionFields');
  const surroundings = {
    ...(operation === undefined ? {} : { operation }),
    ...(fields === null ? {} : { fields: parseTexts('collectionFields', fields, problems) }),
  };
  if (problems.length > 0) throw invalidFields('RULE_TRIAL_INVALID', problems);
  return { rule, surroundings };
}

/** The `rule` of a body that has one. */
export function parseRuleText(body: unknown): string {
  const problems: FieldProblem[] = [];
  const input = objectAt('body', body, problems) ?? {};
  refuseUnknown(input, ['rule'], '', problems);
  const rule = parseRule(input, problems);
  if (problems.length > 0) throw invalidFields('RULE_TRIAL_INVALID', problems);
  return rule;
}

function parseRule(input: JsonObject, problems: FieldProblem[]): string {
  const rule = own(input, 'rule');
  if (typeof rule === 'string') return rule;
  problems.push({ field: 'rule', code: rule === null ? 'required' : 'invalid_type', message: 'Must be a text' });
  return '';
}

function parseOperation(value: JsonValue, problems: FieldProblem[]): RuleOperation | undefined {
  if (value === null) return undefined;
  const known = RULE_OPERATIONS.find((operation) => operation === value);
  if (known !== undefined) return known;
  const message = `Must be one of ${RULE_OPERATIONS.join(', ')}`;
  problems.push({ field: 'operation', code: 'invalid_value', message });
  return undefined;
}

function parseAuth(context: JsonObject, problems: FieldProblem[]): RequestValues['auth'] {
  const name = own(context, 'auth') === null ? 'user' : 'auth';
  const given = objectAt(`context.${name}`, own(context, name), problems);
  if (!given) return NOBODY;
  const auth = { ...NOBODY };
  refuseUnknown(given, [...AUTH_TEXTS, 'groups'], `context.${name}.`, problems);
  for (const member of AUTH_TEXTS) {
    const value = own(given, member);
    if (value === null || typeof value === 'string') auth[member] = value;
    else problems.push({ field: `context.${name}.${member}`, code: 'invalid_type', message: 'Must be a text' });
  }
  return { ...auth, groups: parseTexts(`context.${name}.groups`, own(given, 'groups') ?? [], problems) };
}

function parseTexts(field: string, value: JsonValue, problems: FieldProblem[]): readonly string[] {
  if (Array.isArray(value) && value.every((member): member is string => typeof member === 'string')) return value;
  problems.push({ field, code: 'invalid_type', message: 'Must be a list of texts' });
  return [];
}

function refuseUnknown(given: JsonObject, known: readonly string[], parent: string, problems: FieldProblem[]): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    problems.push({ field: parent + excerpt(name), code: 'unknown_key', message: unknownName(name, known) });
  }
}

/** null: absent, null, or not an object, which is a problem. */
function objectAt(field: string, value: unknown, problems: FieldProblem[]): JsonObject | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object' && !Array.isArray(value)) return value as JsonObject;
  problems.push({ field, code: 'invalid_type', message: 'Must be an object' });
  return null;
}

function own(object: JsonObject, name: string): JsonValue {
  return ownValue(object, name) ?? null;
}
