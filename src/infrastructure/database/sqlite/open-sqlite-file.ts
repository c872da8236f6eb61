import sqlite3 from 'sqlite3';
import type { SqlValue } from '#sql/sql-fragment';
import type { Row } from '../sql-connection';
import { closeSqlite } from './open-sqlite';
import { BUSY_TIMEOUT_MS } from './pragmas';

/** A connection for a few statements on one file, outside of the server. */
export interface SqliteFile {
  readonly handle: sqlite3.Database;
  all(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
  close(): Promise<void>;
}

export function openSqlite(file: string, mode: number): Promise<SqliteFile> {
  return new Promise((resolve, reject) => {
    const handle = new sqlite3.Database(file, mode, (error) => {
      if (error !== null) {
        reject(error);
        return;
      }
      handle.configure('busyTimeout', BUSY_TIMEOUT_MS);
      resolve({ handle, all: (text, values = []) => allOf(handle, text, values), close: () => closeSqlite(handle) });
    });
  });
}

function allOf(handle: sqlite3.Database, text: string, values: readonly SqlValue[]): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    handle.all<Row>(text, values, (error, rows) => (error === null ? resolve(rows) : reject(error)));
  });
}
