/**
 * A list that gives out its first element and loses any other in constant time, without moving the rest as an array does or
 * searching through holes as a Set does whose oldest elements are deleted.
 */
export interface Link<T> {
  readonly item: T;
  previous: Link<T> | undefined;
  next: Link<T> | undefined;
}

export class LinkedList<T> {
  first: Link<T> | undefined;
  private last: Link<T> | undefined;
  size = 0;

  push(item: T): Link<T> {
    const link: Link<T> = { item, previous: this.last, next: undefined };
    if (this.last === undefined) this.first = link;
    else this.last.next = link;
    this.last = link;
    this.size += 1;
    return link;
  }

  unshift(item: T): Link<T> {
    const link: Link<T> = { item, previous: undefined, next: this.first };
    if (this.first === undefined) this.last = link;
    else this.first.previous = link;
    this.first = link;
    this.size += 1;
    return link;
  }

  shift(): T | undefined {
    const link = this.first;
    if (link === undefined) return undefined;
    this.remove(link);
    return link.item;
  }

  /** `link` must be in this list. */
  remove(link: Link<T>): void {
    if (link.previous === undefined) this.first = link.next;
    else link.previous.next = link.next;
    if (link.next === undefined) this.last = link.previous;
    else link.next.previous = link.previous;
    // A removed link keeps nothing else alive.
    link.previous = undefined;
    link.next = undefined;
    this.size -= 1;
  }
}
