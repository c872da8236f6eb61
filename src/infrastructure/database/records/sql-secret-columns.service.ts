import { Injectable } from '@nestjs/common';
import type { RecordKey } from '#application/ports/record-store';
import {
  type MovedSecret,
  type ScannedRecord,
  SecretColumns,
  type SecretField,
  type StoredSecret,
} from '#application/ports/secret-columns';
import type { Transaction } from '#application/ports/transactions';
import { prefixOf } from '#domain/records/ciphertext';
import { type BindSources, bindStatement } from '#sql/bind';
import {
  compileAnyCiphertext,
  compileMoveSecrets,
  compileReadSecrets,
  compileScanSecrets,
  movedJson,
} from '#sql/compile-settle-secrets';
import { Database } from '../database';
import { sqlOf } from '../lanes/transaction';
import { toKey } from './held-row';
import { NO_REQUEST } from './no-request';

@Injectable()
export class SqlSecretColumns extends SecretColumns {
  constructor(private readonly database: Database) {
    super();
  }

  override async scan(
    { collection, field }: SecretField,
    { accountId, id }: RecordKey,
    keyId: string,
    limit: number,
  ): Promise<readonly ScannedRecord[]> {
    const { dialect, reads } = this.database;
    const scan = compileScanSecrets(collection, field, dialect);
    const parameters = { account: accountId, id, prefix: prefixOf(keyId), limit };
    const rows = await reads.all(scan.text, bindStatement(scan, sources(parameters)));
    return rows.map((row) => ({ ...toKey(row), bytes: row['bytes'] === null ? null : Number(row['bytes']) }));
  }

  override async read(
    { collection, field }: SecretField,
    accountId: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, StoredSecret>> {
    const { dialect, reads } = this.database;
    const read = compileReadSecrets(collection, field, dialect);
    const parameters = { account: accountId, ids: JSON.stringify(ids) };
    const rows = await reads.all(read.text, bindStatement(read, sources(parameters)));
    return new Map(rows.map((row) => [String(row['id']), JSON.parse(String(row['body'])) as StoredSecret]));
  }

  override async move(
    tx: Transaction,
    { collection, field }: SecretField,
    accountId: string,
    moved: readonly MovedSecret[],
  ): Promise<number> {
    const { dialect } = this.database;
    const move = compileMoveSecrets(collection, field, dialect);
    const rows = moved.map((each) => ({ ...each, before: each.before.encrypted }));
    const parameters = { account: accountId, rows: movedJson(field, dialect, rows) };
    return (await sqlOf(tx).all(move.text, bindStatement(move, sources(parameters)))).length;
  }

  override async anyEncrypted(tx: Transaction, { collection, field }: SecretField): Promise<boolean> {
    return (await sqlOf(tx).all(compileAnyCiphertext(collection, field))).length > 0;
  }
}

function sources(parameters: BindSources['parameters']): BindSources {
  return { request: NO_REQUEST, parameters };
}
