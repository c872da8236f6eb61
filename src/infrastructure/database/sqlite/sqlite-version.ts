/**
 * SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when a checkpoint resets the log under another connection
 * (sqlite.org/wal.html, "the WAL-reset bug"). The fix was backported to 3.44.6 and 3.50.7.
 */
const REPAIRED_IN_LINE: Readonly<Record<string, number>> = { '3.44': 6, '3.50': 7 };
const FIRST_AFFECTED = [3, 7, 0] as const;
const LAST_AFFECTED = [3, 51, 2] as const;

/** Throws when the version must not be used. */
export function requireSafeSqlite(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const numbers = [major, minor, patch] as const;
  const affected = compare(numbers, FIRST_AFFECTED) >= 0 && compare(numbers, LAST_AFFECTED) <= 0;
  const repaired = patch >= (REPAIRED_IN_LINE[`${major}.${minor}`] ?? Infinity);
  if (affected && !repaired) {
    throw new Error(
      `SQLite ${version} can corrupt databases in WAL mode; install the sqlite3 package in version 6 or later`,
    );
  }
}

type Numbers = readonly [number, number, number];

function compare(left: Numbers, right: Numbers): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
