/**
 * A cache bounded in bytes, for whatever callers can make many or large. Each entry is charged to the owner that it was made
 * for; an owner has a part of the whole, so that what one tenant asks for does not push out what the others need. A hit is
 * one map lookup and one flag: entries are let go in the order in which they came, and one that was asked for since the last
 * round is passed over once (the clock algorithm).
 */
const DEFAULT_PART = 1 / 4;
/** Of an entry, beside its key and value: both maps' slots and the entry itself. */
const ENTRY_BYTES = 160;
/** Entries of small owners that are passed over in search of a large one. */
const MAX_PASSED = 100;

interface Entry<V> {
  readonly key: string;
  readonly value: V;
  readonly bytes: number;
  readonly share: Share<V>;
  used: boolean;
}

/** Entries in the order in which they came, with the place where the last round stopped. */
class Round<V> {
  readonly entries = new Map<string, Entry<V>>();
  private hand = this.entries.values();

  /** The first entry from there on that was not asked for since it was last passed over. */
  next(): Entry<V> | undefined {
    while (this.entries.size > 0) {
      const { value: entry } = this.hand.next();
      if (entry === undefined) this.hand = this.entries.values();
      else if (!entry.used) return entry;
      else entry.used = false;
    }
    return undefined;
  }
}

/** What is charged to one owner. */
class Share<V> extends Round<V> {
  bytes = 0;

  constructor(readonly owner: string) {
    super();
  }
}

export class WeighedCache<V> {
  private readonly all = new Round<V>();
  private readonly shares = new Map<string, Share<V>>();
  private held = 0;

  /** `limit`: bytes; `part`: of it, for one owner. */
  constructor(
    private readonly limit: number,
    private readonly part = DEFAULT_PART,
  ) {}

  /** Bytes that its entries were said to have. */
  get bytes(): number {
    return this.held;
  }

  get size(): number {
    return this.all.entries.size;
  }

  bytesOf(owner: string): number {
    return this.shares.get(owner)?.bytes ?? 0;
  }

  get(key: string): V | undefined {
    const entry = this.all.entries.get(key);
    if (entry === undefined) return undefined;
    entry.used = true;
    return entry.value;
  }

  /** `bytes`: of the value; the key is added. What is larger than an owner's part is not kept. */
  set(key: string, value: V, bytes: number, owner: string): void {
    this.delete(key);
    const weight = bytes + key.length + ENTRY_BYTES;
    if (weight > this.limit * this.part) return;
    const share = this.shareOf(owner);
    const entry: Entry<V> = { key, value, bytes: weight, share, used: false };
    this.makeRoom(share, weight);
    this.shares.set(owner, share);
    share.entries.set(key, entry);
    share.bytes += weight;
    this.all.entries.set(key, entry);
    this.held += weight;
  }

  delete(key: string): void {
    const entry = this.all.entries.get(key);
    if (entry !== undefined) this.remove(entry);
  }

  clear(): void {
    for (const entry of this.all.entries.values()) this.remove(entry);
  }

  private shareOf(owner: string): Share<V> {
    return this.shares.get(owner) ?? new Share<V>(owner);
  }

  private makeRoom(share: Share<V>, weight: number): void {
    while (share.bytes + weight > this.limit * this.part) this.remove(share.next()!);
    while (this.held + weight > this.limit) this.remove(this.isLarge(share) ? share.next()! : this.victim());
  }

  /** Where the whole is full, owners with more than an equal share of it make room for the others. */
  private victim(): Entry<V> {
    let entry = this.all.next()!;
    for (let passed = 0; passed < MAX_PASSED && !this.isLarge(entry.share); passed += 1) entry = this.all.next()!;
    return entry;
  }

  private isLarge({ bytes }: Share<V>): boolean {
    return bytes >= this.limit / this.shares.size;
  }

  private remove(entry: Entry<V>): void {
    const { key, share, bytes } = entry;
    this.all.entries.delete(key);
    share.entries.delete(key);
    share.bytes -= bytes;
    this.held -= bytes;
    if (share.entries.size === 0) this.shares.delete(share.owner);
  }
}
