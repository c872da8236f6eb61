/** Sends a random request of records. */
import { randomUUID } from 'node:crypto';
import type { Answer, Http } from '../http';
import { API } from '../member';
import type { Snapshot } from '../changes';
import type { Pick, Values } from './collections';
import { pickId, type Player } from './players';
import type { RecordOperation } from './random-operation';

/** The unique field of each collection that has one. */
const KEYS: Readonly<Record<string, string>> = { teams: 'name', people: 'code' };

/** An id that no record has. */
const NOTHING = '01980000-0000-7000-8000-000000000000';

/** Every answer; two for a request that was sent twice. */
export async function sendRecords(
  http: Http,
  records: Snapshot,
  player: Player,
  operation: RecordOperation,
): Promise<readonly Answer[]> {
  const { collection, door } = operation;
  const id = (pick: number): string => pickId(records, collection, player, pick) ?? NOTHING;
  const data = (values: Values): Values => resolved(records, player, values);
  const created = (values: Values): Values => {
    const { accountId, isOperator } = player;
    return { ...data(values), ...(isOperator && accountId !== null ? { account_id: accountId } : {}) };
  };
  const [first] = operation.records;
  const path = door === 'severalCollections' ? `${API}/batch` : `${API}/records/${collection}`;
  const headers: Record<string, string> = {
    ...(player.token === null ? { 'x-account-id': player.accountId! } : {}),
    ...(operation.ifMatch === null ? {} : { 'if-match': operation.ifMatch }),
    ...(operation.twice ? { 'idempotency-key': randomUUID() } : {}),
  };
  const call = async (method: string, rest: string, body?: unknown): Promise<readonly Answer[]> => {
    const sent = { headers, body, ...(player.token === null ? {} : { token: player.token }) };
    const answers = [await http.call(method, path + rest, sent)];
    if (operation.twice) answers.push(await http.call(method, path + rest, sent));
    return answers;
  };
  const each = operation.records;
  switch (door) {
    case 'create':
      return call('POST', '', created(first!.data));
    case 'createBatch':
      return call('POST', '/batch', { records: each.map((record) => created(record.data)) });
    case 'replace':
      return call('PUT', `/${id(first!.pick)}`, data(first!.data));
    case 'update':
      return call('PATCH', `/${id(first!.pick)}`, data(first!.data));
    case 'updateBatch':
      return call('PATCH', '/batch', { records: each.map((one) => ({ id: id(one.pick), data: data(one.data) })) });
    case 'delete':
      return call('DELETE', `/${id(first!.pick)}`);
    case 'deleteBatch':
      return call('DELETE', '/batch', { ids: each.map(({ pick }) => id(pick)) });
    case 'upsertBatch':
      return call('PUT', `/batch?on=${KEYS[collection] ?? 'title'}`, { records: each.map((one) => created(one.data)) });
    case 'updateSelected':
    case 'deleteSelected': {
      const ids = each.map(({ pick }) => `'${id(pick)}'`).join(', ');
      const [method, body] = door === 'updateSelected' ? ['PATCH', data(first!.data)] : ['DELETE'];
      const query = `?filter=${encodeURIComponent(`id IN (${ids})`)}`;
      const counted = await call(method, `${query}&dry_run=true`, body);
      const { count = 1 } = counted[0]!.body as { count?: number };
      return call(method, `${query}&expect=${count}`, body);
    }
    case 'severalCollections': {
      const operations = each.map((one) => operationOf(collection, one.pick, id(one.pick), data(one.data)));
      return call('POST', '', { operations: [{ op: 'create', collection: 'people', data: {} }, ...operations] });
    }
  }
}

/** One of three kinds; tasks may belong to the person that was made before them. */
function operationOf(collection: string, pick: number, id: string, values: Values): object {
  const op = (['create', 'update', 'delete'] as const)[pick % 3]!;
  if (op === 'delete') return { op, collection, id };
  const data = collection === 'tasks' && pick % 2 === 0 ? { ...values, owner: { $ref: 0 } } : values;
  return op === 'create' ? { op, collection, data } : { op, collection, id, data };
}

/** With ids in place of what points at records. */
function resolved(records: Snapshot, player: Player, values: Values): Values {
  const isPick = (value: unknown): value is Pick => typeof value === 'object' && value !== null && 'pick' in value;
  const one = (value: unknown): unknown => (isPick(value) ? pickId(records, value.from, player, value.pick) : value);
  const all = (values: readonly unknown[]): unknown => [...new Set(values.map(one))].filter((value) => value !== null);
  const entries = Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? all(value) : one(value)]);
  return Object.fromEntries(entries) as Values;
}
