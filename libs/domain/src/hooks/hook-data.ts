/**
 * What hooks may do with data. Only JSON of a limited size comes back from them; data that they may only read is
 * frozen, so that none of them sees what another one made of it.
 */
import type { JsonValue } from '../schema/collection';
import type { HookData } from './hook-events';

const DEPTH_LIMIT = 100;
/** How many characters JSON writes at least around the name of a member, a text and a list. */
const SIGNS_OF_MEMBER = 3;
const SIGNS_OF_TEXT = 2;
const SIGNS_OF_LIST = 2;
/** What a value takes in memory beside its text. */
const VALUE_BYTES = 16;
/** Like a member that is assigned; assigning `__proto__` would set the prototype. */
const OWN = { enumerable: true, writable: true, configurable: true } as const;
/** How many characters of a place a message shows. */
const PLACE_LIMIT = 200;

/** Whether it was written as `{…}`, in any realm. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Throws TypeError, with the place, for anything that JSON cannot hold, and for more than a request of `maxBytes` could
 * send. Makes no copies on the way: data that holds one object in many places may be larger than it looks.
 */
export function checkData(data: unknown, maxBytes: number): asserts data is HookData {
  if (!isPlainObject(data)) throw new TypeError(`data must be a plain object, not ${kindOf(data)}`);
  new DataCheck(maxBytes).checkObject(data);
}

/** The same of what is shown of several records; `maxBytes` holds for all of them together. */
export function checkItems(items: readonly unknown[], maxBytes: number): void {
  new DataCheck(maxBytes, 'items').checkList(items);
}

class DataCheck {
  private bytes = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly maxBytes: number,
    private readonly name = 'data',
  ) {}

  /** Members that are undefined count as absent, as in JSON. */
  checkObject(value: Readonly<Record<string, unknown>>): void {
    for (const name of Object.keys(value)) {
      this.count(name.length + SIGNS_OF_MEMBER);
      if (value[name] !== undefined) this.checkAt(name, value[name]);
    }
  }

  checkList(values: readonly unknown[]): void {
    for (let index = 0; index < values.length; index += 1) this.checkAt(index, values[index]);
  }

  private checkAt(step: string | number, value: unknown): void {
    this.path.push(step);
    if (this.path.length > DEPTH_LIMIT) throw new TypeError(`${this.name} is nested too deeply, or holds itself`);
    this.check(value);
    this.path.pop();
  }

  private check(value: unknown): void {
    if (typeof value === 'string') this.count(value.length + SIGNS_OF_TEXT);
    else if (value === null || typeof value === 'boolean' || Number.isFinite(value)) this.count(1);
    else {
      this.count(SIGNS_OF_LIST);
      if (Array.isArray(value)) this.checkList(value);
      else if (isPlainObject(value)) this.checkObject(value);
      else throw new TypeError(`${this.name}.${this.place()} must be a JSON value, not ${kindOf(value)}`);
    }
  }

  private count(length: number): void {
    this.bytes += length;
    if (this.bytes > this.maxBytes) throw new TypeError(`${this.name} is larger than ${this.maxBytes} bytes`);
  }

  private place(): string {
    return this.path.join('.').slice(0, PLACE_LIMIT);
  }
}

/** Whether something is nested deeper than checkData() allows; it looks no deeper than that. */
export function isTooDeep(value: unknown, levels = DEPTH_LIMIT): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return levels === 0 ? value.length > 0 : value.some((item) => isTooDeep(item, levels - 1));
  for (const name in value) {
    if (levels === 0 || isTooDeep(Reflect.get(value, name), levels - 1)) return true;
  }
  return false;
}

/** A copy, which nobody else holds, of data that was checked. */
export function copyData(data: HookData): HookData {
  const copied: HookData = {};
  for (const name of Object.keys(data)) {
    const value = data[name];
    if (value === undefined) continue;
    if (name === '__proto__') Object.defineProperty(copied, name, { value: copy(value), ...OWN });
    else copied[name] = copy(value);
  }
  return copied;
}

function copy(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map(copy) : copyData(value as HookData);
}

/** Roughly how many bytes JSON takes in memory. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return VALUE_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  let bytes = VALUE_BYTES;
  if (Array.isArray(value)) for (const item of value) bytes += bytesOf(item);
  else for (const name in value) bytes += name.length + bytesOf(Reflect.get(value, name));
  return bytes;
}

/** Freezes JSON deeply, and returns it. What is frozen already counts as deeply so. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}

function kindOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? Object.prototype.toString.call(value) : typeof value;
}
