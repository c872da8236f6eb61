/**
 * What hooks may do with data. Nothing but JSON comes back from them, of no more than a size; what they are only told of
 * is frozen, so that none of them sees what another one made of it.
 */
import type { JsonValue } from '../schema/collection';
import type { HookData } from './hook-events';

const DEPTH_LIMIT = 100;
/** What a value costs beside its text. */
const VALUE_BYTES = 16;
/** Characters of a place that a message shows. */
const PLACE_LIMIT = 200;

/** Whether it was written as `{…}`, in whichever realm. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * A copy that nobody else holds; members that are undefined are left out, as JSON does. Throws TypeError for anything that
 * JSON cannot hold, and for more than `maxBytes`, with its place.
 */
export function copyData(data: unknown, maxBytes: number): HookData {
  if (!isPlainObject(data)) throw new TypeError(`data must be a plain object, not ${kindOf(data)}`);
  return new Copier(maxBytes).copyObject(data, 'data', 0);
}

class Copier {
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  copyObject(value: Readonly<Record<string, unknown>>, place: string, depth: number): HookData {
    const members: [string, JsonValue][] = [];
    for (const [name, member] of Object.entries(value)) {
      this.count(name.length);
      if (member !== undefined) members.push([name, this.copy(member, `${place}.${name}`, depth + 1)]);
    }
    // Makes own members of all names, `__proto__` among them.
    return Object.fromEntries(members);
  }

  private copy(value: unknown, place: string, depth: number): JsonValue {
    if (depth > DEPTH_LIMIT) throw new TypeError('data is nested too deeply, or holds itself');
    this.count(typeof value === 'string' ? value.length : 0);
    if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
      return value as JsonValue;
    }
    if (Array.isArray(value)) {
      return Array.from(value, (item, index) => this.copy(item, `${place}[${index}]`, depth + 1));
    }
    if (isPlainObject(value)) return this.copyObject(value, place, depth);
    throw new TypeError(`${place.slice(0, PLACE_LIMIT)} must be a JSON value, not ${kindOf(value)}`);
  }

  private count(length: number): void {
    this.bytes += VALUE_BYTES + length;
    if (this.bytes > this.maxBytes) throw new TypeError(`data is larger than ${this.maxBytes} bytes`);
  }
}

/** Freezes JSON through and through. Returns about how many bytes it takes. */
export function freezeData(value: unknown): number {
  if (typeof value === 'string') return VALUE_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  let bytes = VALUE_BYTES;
  if (Array.isArray(value)) for (const item of value) bytes += freezeData(item);
  else for (const [name, member] of Object.entries(value)) bytes += name.length + freezeData(member);
  Object.freeze(value);
  return bytes;
}

function kindOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? Object.prototype.toString.call(value) : typeof value;
}
