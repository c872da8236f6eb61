/** Taken places are given back when there are this many of them and they are at least half of the list. */
const COMPACT_AT = 1024;

/** First in, first out, without moving what waits at each step as Array.shift does. */
export class Fifo<T extends object> {
  private items: (T | undefined)[] = [];
  private next = 0;

  get size(): number {
    return this.items.length - this.next;
  }

  push(item: T): void {
    this.items.push(item);
  }

  shift(): T | undefined {
    const item = this.items[this.next];
    if (item === undefined) return undefined;
    // Not kept alive by the list: what was taken may come to hold a large answer.
    this.items[this.next] = undefined;
    this.next += 1;
    if (this.next === this.items.length || (this.next >= COMPACT_AT && this.next * 2 >= this.items.length)) {
      this.items = this.items.slice(this.next);
      this.next = 0;
    }
    return item;
  }
}
