import { Injectable } from '@nestjs/common';
import { TableAdmin } from '#application/ports/table-admin';
import type { Transaction } from '#application/ports/transactions';
import { DomainError } from '#domain/kernel/errors';
import type { ChangeSummary } from '#domain/records/record-change';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import type { SchemaChange } from '#domain/schema/diff-collection';
import {
  type AffectedField,
  affectedFields,
  compileAffectedRecords,
  compileRecordsByAccount,
} from '#sql/compile-affected-records';
import { compileAlterTable } from '#sql/compile-ddl-alter';
import { compileCreateTable, compileDropTable } from '#sql/compile-ddl-table';
import type { Conflict, DdlStep } from '#sql/ddl-step';
import type { Row, SqlConnection } from '../sql-connection';
import { driverErrorOf } from '../errors/driver-error';
import { sqlOf } from '../lanes/transaction';

/** PostgreSQL counts the columns that a table ever had. */
const TOO_MANY_COLUMNS = '54011';

/** Runs compiled schema changes on the connection of an exclusive unit. */
@Injectable()
export class SqlTableAdmin extends TableAdmin {
  override async createTable(tx: Transaction, collection: Collection, catalog: Catalog): Promise<void> {
    const connection = sqlOf(tx);
    await runSteps(connection, compileCreateTable(collection, catalog, connection.dialect));
  }

  override async alterTable(
    tx: Transaction,
    before: Collection,
    after: Collection,
    changes: readonly SchemaChange[],
    catalog: Catalog,
  ): Promise<void> {
    const connection = sqlOf(tx);
    await tellAffected(tx, before, affectedFields(changes));
    try {
      await runSteps(connection, compileAlterTable(before, after, changes, catalog, connection.dialect));
    } catch (error) {
      throw driverErrorOf(error)?.code === TOO_MANY_COLUMNS ? noColumnsLeft(before) : error;
    }
  }

  override async countRecords(tx: Transaction, collection: Collection): Promise<number> {
    const rows = await sqlOf(tx).all(compileRecordsByAccount(collection));
    return rows.reduce((sum, row) => sum + Number(row['records']), 0);
  }

  override async dropTable(tx: Transaction, collection: Collection): Promise<number> {
    const connection = sqlOf(tx);
    const rows = await connection.all(compileRecordsByAccount(collection));
    await runSteps(connection, compileDropTable(collection));
    let dropped = 0;
    for (const row of rows) {
      const count = Number(row['records']);
      tx.changedMany({ ...placeOf(row, collection), op: 'drop', field: null, count, bytes: 0 });
      dropped += count;
    }
    return dropped;
  }
}

async function tellAffected(
  tx: Transaction,
  collection: Collection,
  affected: readonly AffectedField[],
): Promise<void> {
  if (affected.length === 0) return;
  const sql = sqlOf(tx);
  for (const row of await sql.all(compileAffectedRecords(collection, affected, sql.dialect))) {
    const { op, field } = affected[Number(row['n'])]!;
    const bytes = Number(row['bytes']) * (op === 'fill' ? 1 : -1);
    tx.changedMany({ ...placeOf(row, collection), op, field: field.name, count: Number(row['records']), bytes });
  }
}

function placeOf(row: Row, collection: Collection): Pick<ChangeSummary, 'accountId' | 'collectionId'> {
  return { accountId: String(row['account_id']), collectionId: collection.id };
}

async function runSteps(connection: SqlConnection, steps: readonly DdlStep[]): Promise<void> {
  for (const { text, values, conflict } of steps) {
    const [row] = await connection.all(text, values);
    const rows = conflict ? Number(row?.['conflicts']) : 0;
    if (conflict && rows > 0) throw dataConflict(conflict, rows);
  }
}

function noColumnsLeft({ name }: Collection): DomainError {
  return new DomainError(
    'SCHEMA_TOO_MANY_COLUMNS',
    'conflict',
    `"${name}" can have no more fields: PostgreSQL allows a table 1,600 columns, removed ones included`,
    { hint: 'Create a collection with the fields that you need, move the records there and delete this one.' },
  );
}

function dataConflict({ fields, reason }: Conflict, rows: number): DomainError {
  const name = fields.join(', ');
  const message = `${name}: ${rows} ${rows === 1 ? 'record is' : 'records are'} ${reason}`;
  return new DomainError('SCHEMA_DATA_CONFLICT', 'conflict', message, {
    field: name,
    details: fields.map((field) => ({ field, code: 'data_conflict', message: `${rows} records: ${reason}` })),
  });
}
