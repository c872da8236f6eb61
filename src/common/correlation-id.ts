import { randomFillSync } from 'node:crypto';

export const CORRELATION_HEADER = 'X-Correlation-ID';

const ACCEPTED = /^[A-Za-z0-9._-]{1,128}$/;
const BYTES_PER_ID = 6;
const pool = Buffer.alloc(BYTES_PER_ID * 512);
let offset = pool.length;

/** The caller's own id when it is fit for headers and logs, otherwise a new one. */
export function correlationId(received: string | string[] | undefined): string {
  if (typeof received === 'string' && ACCEPTED.test(received)) return received;
  if (offset === pool.length) {
    randomFillSync(pool);
    offset = 0;
  }
  offset += BYTES_PER_ID;
  return `cid_${pool.toString('hex', offset - BYTES_PER_ID, offset)}`;
}
