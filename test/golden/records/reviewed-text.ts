/** The files that statements are reviewed in: `UPDATE_GOLDEN=1` rewrites them. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dialect } from '#sql/dialect/dialect';

export function expectReviewed(name: string, { name: engine }: Dialect, text: string): void {
  const file = join(__dirname, `${name}.${engine}.sql`);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, readable(text));
  expect(existsSync(file)).toBe(true);
  expect(readable(text)).toBe(readFileSync(file, 'utf8'));
}

/** One clause a line, so that a change shows where it is. */
function readable(text: string): string {
  return `${text.replaceAll(/ (FROM|WHERE|AND|OR|ORDER BY|LIMIT|LEFT JOIN|JOIN|RETURNING|SET)\b/g, '\n$1')}\n`;
}
