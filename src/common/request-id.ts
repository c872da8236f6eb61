import { randomFillSync } from 'node:crypto';

const BYTES_PER_ID = 6;
const pool = Buffer.alloc(BYTES_PER_ID * 512);
let offset = pool.length;

/** For a request that brings none: in its answer, and in its line in the log. */
export function newRequestId(): string {
  if (offset === pool.length) {
    randomFillSync(pool);
    offset = 0;
  }
  offset += BYTES_PER_ID;
  return `cid_${pool.toString('hex', offset - BYTES_PER_ID, offset)}`;
}
