import { Injectable } from '@nestjs/common';
import { AccountEraser } from '#application/ports/account-eraser';
import { NO_EXPECTATION, type Transaction } from '#application/ports/transactions';
import { notAudited } from '#domain/kernel/act';
import { systemContext } from '#domain/kernel/request-context';
import type { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { Database } from '../database';
import { RecordEraser } from './record-eraser';
import { sqlOf } from '../lanes/transaction';

const MAX_ROWS = 1000;
/** Fewer than of other rows, because the sessions, tokens and keys of each are deleted with them. */
const MAX_USERS = 100;
const WAITING = notAudited('Waits for other writers and writes nothing.');

const FIRST_USERS = `SELECT id FROM users WHERE account_id = $1 ORDER BY id LIMIT ${MAX_USERS}`;

/**
 * What an account has besides its records and kept answers, each after what refers to it. The job that deletes the account stays as the
 * only trace of the deletion.
 */
const PIECES: readonly (readonly string[])[] = [
  [deleteSome('jobs', 'id', " AND handler <> 'delete_account'")],
  [deleteSome('email_logs', 'id')],
  [deleteSome('email_templates', 'id')],
  [deleteSome('invitations', 'id')],
  [
    ...['sessions', 'user_tokens', 'api_keys', 'users_groups'].map(
      (table) => `DELETE FROM ${table} WHERE user_id IN (${FIRST_USERS})`,
    ),
    `DELETE FROM users WHERE id IN (${FIRST_USERS}) RETURNING id`,
  ],
  [deleteSome('groups', 'id')],
];

const DELETE_ANSWERS = `${deleteSome('idempotency_keys', 'account_id, actor, "key"')}, octet_length(body) AS bytes`;

function deleteSome(table: string, key: string, condition = ''): string {
  const some = `SELECT ${key} FROM "${table}" WHERE account_id = $1${condition} LIMIT ${MAX_ROWS}`;
  return `DELETE FROM "${table}" WHERE (${key}) IN (${some}) RETURNING account_id`;
}

@Injectable()
export class SqlAccountEraser extends AccountEraser {
  private readonly records: RecordEraser;

  constructor(private readonly database: Database) {
    super();
    this.records = new RecordEraser(database.dialect);
  }

  override async awaitEarlierWrites(accountId: string): Promise<void> {
    // Where writers exclude each other, every unit that writes after the mark has seen it.
    if (this.database.dialect.writersExcludeEachOther) return;
    await this.database.lanes.submitAlone({
      ctx: systemContext('delete_account', accountId),
      act: WAITING,
      expectation: NO_EXPECTATION,
      work: () => Promise.resolve(),
    });
  }

  override eraseRecords(tx: Transaction, catalog: Catalog, collection: Collection, accountId: string): Promise<number> {
    return this.records.erase(tx, catalog, collection, accountId);
  }

  override async eraseBelongings(tx: Transaction, accountId: string): Promise<number> {
    const answers = await sqlOf(tx).all(DELETE_ANSWERS, [accountId]);
    for (const row of answers) tx.keptMore(accountId, -Number(row['bytes']));
    if (answers.length > 0) return answers.length;
    for (const piece of PIECES) {
      let erased = 0;
      for (const text of piece) erased = (await sqlOf(tx).all(text, [accountId])).length;
      if (erased > 0) return erased;
    }
    return 0;
  }

  override async eraseAccount(tx: Transaction, accountId: string): Promise<boolean> {
    await sqlOf(tx).all('DELETE FROM record_counts WHERE account_id = $1', [accountId]);
    const erase = `DELETE FROM accounts WHERE id = $1 AND status = 'deleting' RETURNING id`;
    return (await sqlOf(tx).all(erase, [accountId])).length === 1;
  }
}
