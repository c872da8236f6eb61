/** `@request.auth.*` in rules, `@request.data.*` in rules of writes: values known before the statement runs. */
import { isList } from '#domain/schema/field-storage';
import { findField } from '#domain/schema/find-field';
import type { ExpressionOf } from './ast';
import { hasBody, isRule, type Place, type TrustedPlace } from './checker';
import type { BoundOperand } from './condition';
import { LanguageError } from './language-error';
import { typeOfField } from './column-type';
import { describe } from './value-type';

const AUTH_NAMES = ['id', 'email', 'role', 'account_id'] as const;

type RequestExpression = ExpressionOf<'request'>;

export function checkRequestValue(expression: RequestExpression, place: Place): BoundOperand {
  const [source, name, ...rest] = expression.names;
  if (!isRule(place)) throw unknown(expression, `${describe(expression)} can be used only in rules`);
  if (name !== undefined && rest.length === 0) {
    if (source === 'auth') return checkAuth(name, expression);
    if (source === 'data') return checkData(name, expression, place);
  }
  throw unknownValue(expression);
}

/** Throws LanguageError unless some rule could use it: which members a body has, only its collection knows. */
export function checkRequestName(expression: RequestExpression): void {
  const [source, name, ...rest] = expression.names;
  const known = source === 'data' ? name !== undefined : [...AUTH_NAMES, 'groups'].some((auth) => auth === name);
  if (!known || (source !== 'data' && source !== 'auth') || rest.length > 0) throw unknownValue(expression);
}

/** The caller's groups: a list that only has_group conditions read. */
export function isGroups(expression: { readonly kind: string; readonly names?: readonly string[] }): boolean {
  return expression.kind === 'request' && expression.names?.join('.') === 'auth.groups';
}

function checkAuth(name: string, expression: RequestExpression): BoundOperand {
  const known = AUTH_NAMES.find((candidate) => candidate === name);
  if (known !== undefined) return { kind: 'auth', type: 'text', name: known };
  if (name !== 'groups') throw unknownValue(expression);
  throw new LanguageError(
    'TYPE',
    expression.offset,
    '@request.auth.groups can only be compared with = or IN, as in @request.auth.groups = "editors"',
  );
}

function checkData(name: string, expression: RequestExpression, place: TrustedPlace): BoundOperand {
  if (!hasBody(place)) throw unknown(expression, `${describe(expression)} can be used only in create and update rules`);
  const field = findField(place.collection, name);
  if (field?.type === 'computed') throw unknown(expression, `'${name}' is computed, so that no write sends it`);
  if (field !== undefined) return { kind: 'data', type: typeOfField(field), name, list: isList(field) };
  const available = place.collection.fields.map((candidate) => candidate.name).join(', ');
  throw unknown(expression, `Unknown field '${name}' of '${place.collection.name}' (available: ${available})`);
}

function unknownValue(expression: RequestExpression): LanguageError {
  const known = [...AUTH_NAMES, 'groups'].map((name) => `@request.auth.${name}`).join(', ');
  return unknown(expression, `Unknown ${describe(expression)} (known: ${known}, @request.data.<field>)`);
}

function unknown(expression: RequestExpression, message: string): LanguageError {
  return new LanguageError('UNKNOWN_NAME', expression.offset, message);
}
