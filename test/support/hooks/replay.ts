/** The records that must exist if each change happened as its event says, and nothing else did. */
import type { Snapshot, Values } from '../changes';
import type { Told } from './failing-hooks';

export type Records = ReadonlyMap<string, Values>;

/** Throws when an event does not follow from those of its record before it. */
export function replay(events: readonly Told[]): Records {
  const records = new Map<string, Values>();
  for (const { op, change } of events) {
    const { accountId, id, before, record } = change;
    const key = `${accountId} ${id}`;
    expect({ op, key, before }).toEqual({ op, key, before: records.get(key) ?? null });
    expect({ op, isThere: record !== null }).toEqual({ op, isThere: op !== 'delete' });
    if (record === null) records.delete(key);
    else records.set(key, record);
  }
  return records;
}

/** As the tables have them. The revision is not part of a record, and never reported. */
export function recordsOf(snapshot: Snapshot): Records {
  const records = [...snapshot.values()].map(({ accountId, id, values }): [string, Values] => {
    const { _rev: _revision, ...rest } = values;
    return [`${accountId} ${id}`, rest];
  });
  return new Map(records);
}
