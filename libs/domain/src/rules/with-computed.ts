/**
 * A record as it is stored, with the values of its computed fields beside the others. Those that ask for other records are not
 * among them: these are no longer, or not yet, as they were when the record was.
 */
import type { Collection } from '#domain/schema/collection';
import { asksOthers } from './computed-value';
import type { RequestValues } from './condition';
import { evaluateField } from './evaluate';
import type { Relations, Row } from './evaluation';

const NOTHING_ELSE: Relations = { find: () => undefined };
const NOBODY: Omit<RequestValues, 'now'> = {
  auth: { id: null, email: null, role: null, account_id: null, groups: [] },
  data: {},
};

/** The row itself where the collection has no such field. */
export function withComputed(collection: Collection, row: Row, now: Date): Row {
  const fields = collection.fields.filter((field) => field.type === 'computed' && !asksOthers(collection, field));
  if (fields.length === 0) return row;
  const environment = { row, values: { ...NOBODY, now }, relations: NOTHING_ELSE };
  const values = fields.map((field) => [field.name, evaluateField(collection, field, environment)] as const);
  return { ...row, ...Object.fromEntries(values) };
}
