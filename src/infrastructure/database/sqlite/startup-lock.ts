import sqlite3 from 'sqlite3';
import { driverErrorOf } from '../errors/driver-error';
import { BUSY_TIMEOUT_MS } from './pragmas';
import { closeSqlite, runPragmas } from './open-sqlite';
import { restrictToOwner } from './owner-only';

const WAIT_LIMIT_MS = 120_000;
const SUFFIX = '-startup.lock';

/**
 * Runs `work` while no other process that starts on the same file does. The lock is SQLite's own on a small database
 * beside the data file: a process that dies releases it, unlike a plain lock file.
 */
export async function withStartupLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await restrictToOwner(file + SUFFIX);
  const lock = await openLock(file + SUFFIX);
  try {
    await beginExclusive(lock);
    return await work();
  } finally {
    await closeSqlite(lock);
  }
}

function openLock(file: string): Promise<sqlite3.Database> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(database)));
  });
}

async function beginExclusive(lock: sqlite3.Database): Promise<void> {
  const deadline = performance.now() + WAIT_LIMIT_MS;
  await runPragmas(lock, [`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`]);
  for (;;) {
    try {
      await runPragmas(lock, ['BEGIN EXCLUSIVE']);
      return;
    } catch (error) {
      if (driverErrorOf(error)?.code !== 'SQLITE_BUSY' || performance.now() > deadline) throw error;
    }
  }
}
