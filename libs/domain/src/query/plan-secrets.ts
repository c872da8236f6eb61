/** The plan of a request for the values of encrypted fields: under the view rule, of fields that are shown to the caller. */
import { DomainError } from '#domain/kernel/errors';
import type { RequestContext } from '#domain/kernel/request-context';
import { nameOf } from '#domain/rules/column-resolver';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { type EncryptedField, isEncrypted } from '#domain/schema/field-storage';
import type { FieldAccess } from './field-access';
import { narrowingOf } from './narrowing';
import type { SecretsRequest } from './parse-show-request';
import type { GetPlan, OutputMember } from './record-plan';
import { allOf, reachOf, viewRuleOf } from './rule-for';

/** Throws DomainError QUERY_FIELDS (`invalid`). */
export function planSecrets(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  request: SecretsRequest,
): GetPlan {
  const rule = viewRuleOf(ctx, catalog, collection);
  const where = allOf([rule, ...narrowingOf(request, { collection, catalog, operation: 'view' })]);
  const members = fieldsOf(ctx, access, catalog, collection, request).map((field): OutputMember => {
    return { kind: 'secret', name: field.name, field, shown: 'stored' };
  });
  return { kind: 'get', collection, reach: reachOf(ctx), where, output: { collection, members } };
}

function fieldsOf(
  ctx: RequestContext,
  access: FieldAccess,
  catalog: Catalog,
  collection: Collection,
  { fields }: SecretsRequest,
): readonly EncryptedField[] {
  const shown = access.columns(ctx, catalog, 'view', 'show');
  const named = fields?.map((name) => {
    const column = shown.find(collection, name);
    if (column === undefined) throw fieldsError(`Unknown field '${name}'`);
    if (typeof column === 'string' || !isEncrypted(column)) throw fieldsError(`'${nameOf(column)}' is not encrypted`);
    return column;
  });
  if (named !== undefined) return [...new Set(named)];
  const all = shown
    .all(collection)
    .flatMap((column) => (typeof column !== 'string' && isEncrypted(column) ? column : []));
  if (all.length === 0) throw fieldsError(`'${collection.name}' has no encrypted fields`);
  return all;
}

function fieldsError(message: string): DomainError {
  return new DomainError('QUERY_FIELDS', 'invalid', message, { field: 'fields' });
}
