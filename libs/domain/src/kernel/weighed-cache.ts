/**
 * A cache bounded in bytes, for whatever callers can make many or large. Each entry is charged to the owner that it was made
 * for; an owner has a part of the whole, so that what one tenant asks for does not push out what the others need. A hit is
 * one map lookup and one flag: entries are let go in the order in which they came, and one that was asked for since the last
 * round is passed over once (the clock algorithm).
 */
import { type Link, LinkedList } from './linked-list';

const DEFAULT_PART = 1 / 4;
/** Of an entry, beside its key and value: its place in the map and in both lists. */
const ENTRY_BYTES = 200;
/** Entries of small owners that are passed over in search of a large one. */
const MAX_PASSED = 100;

class Entry<V> {
  used = false;
  ofAll: Link<Entry<V>> | undefined;
  ofShare: Link<Entry<V>> | undefined;

  constructor(
    readonly key: string,
    readonly value: V,
    readonly bytes: number,
    readonly share: Share<V>,
  ) {}
}

/** What is charged to one owner, the longest there first. */
class Share<V> {
  readonly entries = new LinkedList<Entry<V>>();
  bytes = 0;

  constructor(readonly owner: string) {}
}

export class WeighedCache<V> {
  private readonly entries = new Map<string, Entry<V>>();
  /** The longest there first. */
  private readonly all = new LinkedList<Entry<V>>();
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
    return this.entries.size;
  }

  bytesOf(owner: string): number {
    return this.shares.get(owner)?.bytes ?? 0;
  }

  get(key: string): V | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    entry.used = true;
    return entry.value;
  }

  /** `bytes`: of the value; the key is added. What is larger than an owner's part is not kept. */
  set(key: string, value: V, bytes: number, owner: string): void {
    this.delete(key);
    const weight = bytes + key.length + ENTRY_BYTES;
    if (weight > this.limit * this.part) return;
    const share = this.shares.get(owner) ?? new Share<V>(owner);
    this.makeRoom(share, weight);
    const entry = new Entry(key, value, weight, share);
    this.entries.set(key, entry);
    this.shares.set(owner, share);
    this.enter(entry);
    share.bytes += weight;
    this.held += weight;
  }

  delete(key: string): void {
    const entry = this.entries.get(key);
    if (entry !== undefined) this.remove(entry);
  }

  /** Lets go of all that is charged to the owner. */
  deleteOf(owner: string): void {
    const share = this.shares.get(owner);
    while (share?.entries.first !== undefined) this.remove(share.entries.first.item);
  }

  clear(): void {
    for (const entry of this.entries.values()) this.remove(entry);
  }

  private makeRoom(share: Share<V>, weight: number): void {
    while (share.bytes + weight > this.limit * this.part) this.remove(this.oldest(share.entries));
    while (this.held + weight > this.limit) {
      this.remove(this.isLarge(share) ? this.oldest(share.entries) : this.victim());
    }
  }

  /** The first of the list that was not asked for since it was last passed over. */
  private oldest(list: LinkedList<Entry<V>>): Entry<V> {
    let entry = list.first!.item;
    while (entry.used) {
      this.passOver(entry);
      entry = list.first!.item;
    }
    return entry;
  }

  /** Where the whole is full, owners with more than an equal share of it make room for the others. */
  private victim(): Entry<V> {
    let entry = this.oldest(this.all);
    for (let passed = 0; passed < MAX_PASSED && !this.isLarge(entry.share); passed += 1) {
      this.passOver(entry);
      entry = this.oldest(this.all);
    }
    return entry;
  }

  private isLarge({ bytes }: Share<V>): boolean {
    return bytes >= this.limit / this.shares.size;
  }

  private passOver(entry: Entry<V>): void {
    entry.used = false;
    this.leave(entry);
    this.enter(entry);
  }

  private remove(entry: Entry<V>): void {
    const { key, share, bytes } = entry;
    this.entries.delete(key);
    this.leave(entry);
    share.bytes -= bytes;
    this.held -= bytes;
    if (share.entries.size === 0) this.shares.delete(share.owner);
  }

  private enter(entry: Entry<V>): void {
    entry.ofAll = this.all.push(entry);
    entry.ofShare = entry.share.entries.push(entry);
  }

  private leave({ ofAll, ofShare, share }: Entry<V>): void {
    this.all.remove(ofAll!);
    share.entries.remove(ofShare!);
  }
}
