import { Injectable } from '@nestjs/common';
import { Transactions, type Unit } from '#application/ports/transactions';
import { translateError } from '../errors/translate-error';
import type { Violation } from '../errors/violation';
import { WriteLanes } from './write-lanes';

/** The names in the input of the columns of system tables that must be unique. */
const SYSTEM_FIELDS: Readonly<Record<string, string>> = {
  'accounts.slug': 'account_slug',
  'users.email_key': 'email',
  'groups.name': 'name',
  'collections.name_key': 'name',
  'collections.table_name': 'name',
};

@Injectable()
export class LaneTransactions extends Transactions {
  constructor(private readonly lanes: WriteLanes) {
    super();
  }

  override run<T>(unit: Unit<T>): Promise<T> {
    return translated(unit, this.lanes.submit(unit));
  }

  override runAlone<T>(unit: Unit<T>): Promise<T> {
    return translated(unit, this.lanes.submitAlone(unit));
  }
}

/**
 * Use cases look for conflicts themselves, to explain them well. Conflicts that get past them are races that another
 * process won, and the constraint decides them.
 */
function translated<T>(unit: Unit<T>, result: Promise<T>): Promise<T> {
  return result.catch(async (error: unknown) => {
    throw unit.explain === undefined ? translateError(error, 'write', systemField) : await unit.explain(error);
  });
}

function systemField({ table, columns }: Violation): string | undefined {
  return columns.map((column) => SYSTEM_FIELDS[`${table}.${column}`]).find((name) => name !== undefined);
}
