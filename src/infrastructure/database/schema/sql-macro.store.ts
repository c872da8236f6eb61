import { Injectable } from '@nestjs/common';
import { MacroStore, type NewMacro } from '#application/ports/macro-store';
import type { Transaction } from '#application/ports/transactions';
import type { SqlMacro } from '#domain/macros/sql-macro';
import { sqlOf } from '../lanes/transaction';
import { MACRO_COLUMNS, macroRow } from './macro-row';

const NEXT_ID = `UPDATE system_state SET value = value + 1 WHERE name = 'last_macro_id' RETURNING value`;
const PLACES = MACRO_COLUMNS.map((_, index) => `$${index + 1}`);
const INSERT = `INSERT INTO macros (${MACRO_COLUMNS.join(', ')}) VALUES (${PLACES.join(', ')})`;
const UPDATE = `UPDATE macros SET ${MACRO_COLUMNS.map((name, index) => `${name} = ${PLACES[index]}`).join(', ')} WHERE id = $1`;

@Injectable()
export class SqlMacroStore extends MacroStore {
  override async insert(tx: Transaction, macro: NewMacro): Promise<SqlMacro> {
    const [counter] = await sqlOf(tx).all(NEXT_ID);
    const inserted = { ...macro, id: Number(counter?.['value']) };
    await sqlOf(tx).all(INSERT, macroRow(inserted));
    return inserted;
  }

  override async update(tx: Transaction, macro: SqlMacro): Promise<void> {
    await sqlOf(tx).all(UPDATE, macroRow(macro));
  }

  override async delete(tx: Transaction, id: number): Promise<void> {
    await sqlOf(tx).all('DELETE FROM macros WHERE id = $1', [id]);
  }
}
