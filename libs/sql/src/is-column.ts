import type { SqlFragment } from './sql-fragment';

/** Whether it is a column of a row, which may be named several times at no cost. */
export function isColumn({ parts }: SqlFragment): boolean {
  const [name] = parts;
  return parts.length === 1 && typeof name === 'string' && /^"[^"]+"\."[^"]+"$/.test(name);
}
