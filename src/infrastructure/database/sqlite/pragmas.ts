/** Settings of SQLite connections. mmap stays off: a failing disk would then kill the process instead of one statement. */

/** How long a statement waits for another process's lock before it fails as busy. */
export const BUSY_TIMEOUT_MS = 10_000;

const COMMON = [`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`, 'PRAGMA mmap_size = 0'];

/**
 * Negative cache sizes are KiB. A checkpoint every 16 MB of log costs the commits between it little. What a statement needs to
 * undo itself stays in memory, where it is as large as the pages that the statement changes.
 */
export const WRITER_PRAGMAS = [
  ...COMMON,
  'PRAGMA temp_store = MEMORY',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA foreign_keys = ON',
  'PRAGMA cache_size = -2048',
  'PRAGMA wal_autocheckpoint = 4000',
  'PRAGMA journal_size_limit = 67108864',
];

/**
 * The lane tries again itself: SQLite's pauses between two tries grow up to 100 ms, so that the waiting one of two
 * processes tries least often, and waits for ever behind one that commits again and again. Its first two pauses are 1
 * and 2 ms.
 */
export const LANE_PRAGMAS = [...WRITER_PRAGMAS, 'PRAGMA busy_timeout = 3'];

/** Sorts and groups that are larger than the cache go on in temporary files (`useTemporaryFiles`); in memory they would have no bound. */
export const READER_PRAGMAS = [...COMMON, 'PRAGMA query_only = ON', 'PRAGMA cache_size = -512'];
