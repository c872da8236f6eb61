import { DomainError, type FieldProblem } from '#domain/kernel/errors';
import { ownValue } from '#domain/kernel/own-value';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { targetTable } from '#domain/schema/target-table';
import { compileMissingTargets } from '#sql/compile-missing-targets';
import type { Dialect } from '#sql/dialect/dialect';
import type { ReadPool } from '../reads/read-pool';
import { translateError } from '../errors/translate-error';
import { violationOf, type Violation } from '../errors/violation';

/** A record of a write that the database refused. */
export interface RefusedRecord {
  readonly accountId: string;
  readonly values: Readonly<Record<string, JsonValue>>;
}

/**
 * Says in the caller's terms what a refused write broke: fields instead of columns, and which references lead nowhere.
 */
export class ReferenceCheck {
  constructor(
    private readonly reads: ReadPool,
    private readonly dialect: Dialect,
  ) {}

  /** The error to reject with. `records`: one, or the elements of a batch, which it says the number of. */
  async explain(
    error: unknown,
    catalog: Catalog,
    collection: Collection,
    { records, batch }: { readonly records: readonly RefusedRecord[]; readonly batch: boolean },
  ): Promise<unknown> {
    const violation = violationOf(error);
    if (violation?.kind !== 'reference') return translateError(error, 'write', (broken) => fieldOf(collection, broken));
    for (const [index, record] of records.entries()) {
      const details = await this.brokenReferences(catalog, collection, record);
      if (details.length > 0) return invalidReference(details, batch ? index : undefined);
    }
    return translateError(error, 'write');
  }

  private async brokenReferences(
    catalog: Catalog,
    collection: Collection,
    { accountId, values }: RefusedRecord,
  ): Promise<FieldProblem[]> {
    const problems: FieldProblem[] = [];
    for (const field of collection.fields) {
      const table = targetTable(field, catalog);
      const value = ownValue(values, field.name) ?? null;
      if (table === null || value === null) continue;
      const ids = (Array.isArray(value) ? value : [value]) as readonly string[];
      const targets = ids.map((id, n) => ({ n, account: accountId, id }));
      const { text } = compileMissingTargets(table, this.dialect);
      const missing = await this.reads.all(text, [JSON.stringify(targets)], accountId);
      for (const { n } of missing) problems.push(problemOf(field, ids[Number(n)]!));
    }
    return problems;
  }
}

/** The unique index over a field has the account first; of several fields, the first is named. */
function fieldOf(collection: Collection, { columns, constraint }: Violation): string | undefined {
  const index = collection.indexes.find(({ name }) => name === constraint);
  const named = columns.find((column) => column !== 'account_id');
  return index?.fields[0] ?? collection.fields.find(({ column }) => column === named)?.name ?? named;
}

function problemOf(field: Field, id: string): FieldProblem {
  const target = field.collection ?? 'users';
  const message = `Referenced record '${id}' not found in collection '${target}'`;
  return { field: field.name, code: 'invalid_reference', message };
}

function invalidReference(details: readonly FieldProblem[], index: number | undefined): DomainError {
  const message = details.map((problem) => `${problem.field}: ${problem.message}`).join('; ');
  const extras = { details, ...(index === undefined ? {} : { index }) };
  return new DomainError('RECORD_REFERENCE_BROKEN', 'unprocessable', message, extras);
}
