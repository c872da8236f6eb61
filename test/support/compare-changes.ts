/**
 * Compares what units reported with what happened to the tables: records with all values, or the counts of summaries.
 */
import type { ChangeSummary, RecordChange } from '#domain/records/record-change';
import { type Change, changedFields, diff, type Snapshot, type Values } from './changes';
import type { Told } from './told-changes';

type Seen = Pick<Change, 'accountId' | 'collectionId' | 'id' | 'op' | 'before' | 'after'>;

/** Throws when they differ, or when the successive changes reported of a record do not fit together. */
export function expectTold(before: Snapshot, after: Snapshot, { changes, summaries }: Told): void {
  const told = folded(changes);
  const happened = diff(before, after);
  const single = happened.filter((change) => told.has(keyOf(change)));
  expect([...told.values()].toSorted(inOrder)).toEqual(single.map(withoutRevision).toSorted(inOrder));
  const rest = happened.filter((change) => !told.has(keyOf(change)));
  expect(counted(summaries.map((summary) => [placeOf(summary), summary.count]))).toEqual(
    counted(rest.flatMap(summarised).map((place) => [place, 1])),
  );
}

/** A record that was changed several times is one change; a record that was created and deleted again is none. */
function folded(changes: readonly RecordChange[]): ReadonlyMap<string, Seen> {
  const found = new Map<string, Seen>();
  for (const change of changes) {
    const { accountId, collectionId, id, op, after } = change;
    const earlier = found.get(keyOf(change));
    expect({ op, known: change.before === null }).toEqual({ op, known: op === 'create' });
    expect({ op, gone: after === null }).toEqual({ op, gone: op === 'delete' });
    if (earlier !== undefined) expect(change.before).toEqual(earlier.after);
    const before = earlier === undefined ? change.before : earlier.before;
    found.set(keyOf(change), { accountId, collectionId, id, op: opOf(before, after), before, after });
  }
  return new Map([...found].filter(([, { before, after }]) => before !== null || after !== null));
}

function opOf(before: Values | null, after: Values | null): Seen['op'] {
  if (before === null) return 'create';
  return after === null ? 'delete' : 'update';
}

/** The revision is not part of a record, and never reported. */
function withoutRevision({ accountId, collectionId, id, op, before, after }: Change): Seen {
  return { accountId, collectionId, id, op, before: withoutRev(before), after: withoutRev(after) };
}

function withoutRev(values: Values | null): Values | null {
  if (values === null) return null;
  const { _rev: _revision, ...rest } = values;
  return rest;
}

/** What summaries must say about a change that was not reported by itself. */
function summarised({ accountId, collectionId, op, before, after }: Change): readonly string[] {
  if (op === 'create') return [`${accountId} ${collectionId} create`];
  if (op === 'delete') return [`${accountId} ${collectionId} gone`];
  return changedFields(before!, after!).map((field) => {
    const isNew = before![field] === undefined || before![field] === null;
    return `${accountId} ${collectionId} ${isNew ? 'fill' : 'clear'} ${field}`;
  });
}

function placeOf({ accountId, collectionId, op, field }: ChangeSummary): string {
  return `${accountId} ${collectionId} ${op === 'drop' || op === 'erase' ? 'gone' : `${op} ${field}`}`;
}

function counted(places: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [place, count] of places) counts[place] = (counts[place] ?? 0) + count;
  return counts;
}

function keyOf({ accountId, collectionId, id }: Pick<RecordChange, 'accountId' | 'collectionId' | 'id'>): string {
  return `${accountId} ${collectionId} ${id}`;
}

function inOrder(one: Seen, other: Seen): number {
  return keyOf(one) < keyOf(other) ? -1 : 1;
}
