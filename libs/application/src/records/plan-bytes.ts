/**
 * What a plan holds in memory, as an estimate: conditions, order and output are walked once each, wherever they are shared.
 * Collections and fields are the catalog's and are held anyway.
 */
import type { RecordPlan } from '#domain/query/record-plan';

/** Of an object or a list, and of each of its members, in V8 with compressed texts; docs/adr/0005-exact-caches.md compares. */
const OBJECT_BYTES = 32;
const MEMBER_BYTES = 8;
const OF_THE_CATALOG: readonly string[] = ['collection', 'field', 'target', 'sets', 'column'];

export function planBytes(plan: RecordPlan): number {
  return bytesOf(plan, new Set());
}

function bytesOf(value: unknown, counted: Set<object>): number {
  if (typeof value !== 'object' || value === null || counted.has(value)) return 0;
  counted.add(value);
  let bytes = OBJECT_BYTES;
  for (const [name, member] of Object.entries(value)) {
    bytes += MEMBER_BYTES;
    if (typeof member === 'string') bytes += member.length;
    else if (!OF_THE_CATALOG.includes(name)) bytes += bytesOf(member, counted);
  }
  return bytes;
}
