import type { RecordKey } from '#application/ports/record-store';
import type { StoredRecord } from '#domain/records/record-change';
import type { StoredLine } from '#sql/stored-lines';
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

export function toHeldRow({ revision, body }: StoredLine): HeldRow {
  const before = JSON.parse(body) as StoredRecord;
  const { account_id: accountId, id } = before as { readonly account_id: string; readonly id: string };
  return { accountId, id, revision, before, units: body.length };
}

/** The parameter `ids` of statements over rows of one account. */
export function idsJson(keys: readonly RecordKey[]): string {
  return JSON.stringify(keys.map(({ id }) => id));
}

/** The parameter `keys` of statements over rows. */
export function keysJson(keys: readonly RecordKey[]): string {
  return JSON.stringify(keys.map(({ accountId, id }) => ({ account: accountId, id })));
}
