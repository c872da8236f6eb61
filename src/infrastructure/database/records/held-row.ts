import type { RecordKey } from '#application/ports/record-store';
import type { StoredRecord } from '#domain/records/record-change';
import type { Row } from '../sql-connection';

/** A record that a unit is about to change or delete, as it is stored; no other writer changes it before the unit ends. */
export interface HeldRow extends RecordKey {
  readonly revision: number;
  readonly before: StoredRecord;
  /** Characters that it has as JSON. */
  readonly units: number;
}

/** From a row of account_id and id. */
export function toKey(row: Row): RecordKey {
  return { accountId: row['account_id'] as string, id: row['id'] as string };
}

/** From a row of account_id, id, rev and body. */
export function toHeldRow(row: Row): HeldRow {
  const body = row['body'] as string;
  return {
    ...toKey(row),
    revision: row['rev'] as number,
    before: JSON.parse(body) as StoredRecord,
    units: body.length,
  };
}

/** The parameter `keys` of statements over rows. */
export function keysJson(keys: readonly RecordKey[]): string {
  return JSON.stringify(keys.map(({ accountId, id }) => ({ account: accountId, id })));
}
