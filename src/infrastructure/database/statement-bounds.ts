/** Prepared statements are kept for each connection, by what they cost; docs/adr/0005-exact-caches.md has the measurements. */

/** Bytes of the texts that one connection keeps prepared. */
export const KEPT_STATEMENTS = 512 * 1024;
/** A longer text is prepared for one use. */
export const LONGEST_KEPT = 16 * 1024;

/** What the engine needs for the shortest of statements, as bytes of text. */
const LEAST_WEIGHT = 512;

export function weightOf(text: string): number {
  return Math.max(text.length, LEAST_WEIGHT);
}
