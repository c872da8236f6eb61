/**
 * Ids are UUIDv7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then a counter and random bits, so that ids made by one
 * process sort by creation. A record's `created_at` is always the time inside its id; the query planner relies on that
 * to order by creation through the primary key.
 */
import { randomFillSync } from 'node:crypto';
import { isoTime, systemClock } from './clock';

export const NIL_ID = '00000000-0000-0000-0000-000000000000';

const COUNTER_LIMIT = 0xfff;
const RANDOM_BYTES_PER_ID = 8;
const RANDOM_BYTES_PER_REQUEST = 6;
const POOL_SIZE = 4096;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const pool = Buffer.alloc(POOL_SIZE);
let poolOffset = POOL_SIZE;
let lastMilliseconds = 0;
let counter = 0;

/** A new id, greater than every id this process made before, even when the clock was set back. */
export function newId(): string {
  const now = systemClock.now();
  if (now > lastMilliseconds) {
    lastMilliseconds = now;
    counter = 0;
  } else if (++counter > COUNTER_LIMIT) {
    lastMilliseconds += 1;
    counter = 0;
  }
  const offset = randomBytes(RANDOM_BYTES_PER_ID);
  pool[offset] = (pool[offset]! & 0x3f) | 0x80;
  const random = pool.toString('hex', offset, offset + RANDOM_BYTES_PER_ID);
  const time = lastMilliseconds.toString(16).padStart(12, '0');
  const sequence = counter.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${random.slice(0, 4)}-${random.slice(4)}`;
}

/** For a request that brings none: in its answer, and in its line in the log. */
export function newCorrelationId(): string {
  const offset = randomBytes(RANDOM_BYTES_PER_REQUEST);
  return `cid_${pool.toString('hex', offset, offset + RANDOM_BYTES_PER_REQUEST)}`;
}

/** Where in the pool so many bytes begin that nobody has used. */
function randomBytes(count: number): number {
  if (poolOffset + count > POOL_SIZE) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  poolOffset += count;
  return poolOffset - count;
}

/** The creation time inside a UUIDv7, as an ISO 8601 text in UTC with milliseconds. */
export function timestampOfId(id: string): string {
  return isoTime(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}

/** True for a lower-case UUID of any version. Anything else cannot be the id of a row. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
