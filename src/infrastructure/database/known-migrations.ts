import { SYSTEM_MIGRATIONS } from './migrations/system-migrations';

const KNOWN: ReadonlySet<string> = new Set(SYSTEM_MIGRATIONS.map(({ name }) => name));

/** Throws where one of the migrations that a database has had is of a later version: its tables are not those that this one knows. */
export function requireKnownMigrations(names: readonly string[]): void {
  const unknown = names.filter((name) => !KNOWN.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `it was changed by a newer version of the server (${unknown.map(titleOf).join(', ')}); ` +
      'start that version, or restore a backup from before the update',
  );
}

/** `AddQuotas1767830400000` as words: `add quotas`. */
export function titleOf(name: string): string {
  return name
    .replace(/\d+$/, '')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
}
