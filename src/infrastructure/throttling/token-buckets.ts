import { WeighedCache } from '#domain/kernel/weighed-cache';

/** Some 100,000 clients are remembered at a time. One that is forgotten begins with a full bucket, as after a pause. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Of a bucket, beside its key. */
const BUCKET_BYTES = 80;
/** No bucket has an owner of its own: each belongs to one client. */
const WHOLE = 1;
const MS_PER_SECOND = 1000;

/** How fast a bucket fills, and how much it holds. */
export interface Rate {
  /** Milliseconds that refill one request. */
  readonly interval: number;
  /** Requests. */
  readonly capacity: number;
}

export interface Bucket {
  readonly key: string;
  /** When it will be full again, in milliseconds since the epoch; a token bucket needs to remember no more (GCRA). */
  fullAt: number;
  /** Milliseconds added since the other processes were told. */
  unsent: number;
}

export interface Taken {
  readonly isAdmitted: boolean;
  /** Requests that would be admitted at once. */
  readonly remaining: number;
  /** Seconds until the bucket is full. */
  readonly reset: number;
  /** Seconds, at least 1 where the request is not admitted. */
  readonly retryAfter: number;
}

/** Token buckets in the memory of this process. A refused request takes nothing. */
export class TokenBuckets {
  private readonly buckets = new WeighedCache<Bucket>(MAX_BYTES, WHOLE);

  /** `onTaken` is called with every bucket that something was taken from. */
  constructor(private readonly onTaken: ((bucket: Bucket) => void) | null = null) {}

  /** Returns no promise, because this runs for every request. */
  take(key: string, { interval, capacity }: Rate, now: number): Taken {
    let bucket = this.buckets.get(key);
    if (bucket === undefined) {
      bucket = { key, fullAt: now, unsent: 0 };
      this.buckets.set(key, bucket, BUCKET_BYTES, '');
    }
    const missing = Math.max(0, bucket.fullAt - now);
    const room = capacity * interval - missing;
    const isAdmitted = room >= interval;
    if (isAdmitted) {
      bucket.fullAt = now + missing + interval;
      bucket.unsent += interval;
      this.onTaken?.(bucket);
    }
    return {
      isAdmitted,
      remaining: isAdmitted ? Math.floor(room / interval) - 1 : 0,
      reset: Math.ceil((bucket.fullAt - now) / MS_PER_SECOND),
      retryAfter: isAdmitted ? 0 : Math.max(1, Math.ceil((interval - room) / MS_PER_SECOND)),
    };
  }
}
