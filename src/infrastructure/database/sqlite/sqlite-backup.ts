import { constants } from 'node:fs';
import { chmod, copyFile, link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OPEN_READWRITE } from 'sqlite3';
import { requireKnownMigrations } from '../known-migrations';
import { copyPages } from './copy-pages';
import { openSqlite } from './open-sqlite-file';

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
/** What a backup says of itself. A restored database does not have it. */
const NOTE_TABLE = 'snackbase_backup';

/** Copies the database of a server, which may run meanwhile, into a new file: whole, checked, and readable by its owner alone. */
export async function backUpSqlite(database: string, file: string, note: object): Promise<void> {
  await inPlace(file, async (draft) => {
    await (await open(draft, 'wx', FILE_MODE)).close();
    const source = await openSqlite(database, OPEN_READWRITE);
    try {
      await copyPages(source.handle, draft);
    } finally {
      await source.close();
    }
    const copy = await openSqlite(draft, OPEN_READWRITE);
    try {
      // One file, without a log beside it.
      await copy.all('PRAGMA journal_mode = DELETE');
      await copy.all(`CREATE TABLE ${NOTE_TABLE} (note TEXT NOT NULL)`);
      await copy.all(`INSERT INTO ${NOTE_TABLE} (note) VALUES (?)`, [JSON.stringify(note)]);
      await requireWhole(copy);
    } finally {
      await copy.close();
    }
  });
}

/** Makes the database from a backup, where there is none yet. Resolves with what the backup says of itself. */
export async function restoreSqlite(file: string, database: string): Promise<unknown> {
  await mkdir(dirname(database), { recursive: true, mode: FOLDER_MODE });
  let note: unknown;
  await inPlace(database, async (draft) => {
    await copyFile(file, draft, constants.COPYFILE_EXCL);
    await chmod(draft, FILE_MODE);
    const copy = await openSqlite(draft, OPEN_READWRITE);
    try {
      note = await noteOf(copy);
      await requireWhole(copy);
      const migrations = await copy.all('SELECT name FROM migrations');
      requireKnownMigrations(migrations.map(({ name }) => String(name)));
      await copy.all(`DROP TABLE ${NOTE_TABLE}`);
    } finally {
      await copy.close();
    }
  });
  return note;
}

async function noteOf(copy: Awaited<ReturnType<typeof openSqlite>>): Promise<unknown> {
  try {
    const [row] = await copy.all(`SELECT note FROM ${NOTE_TABLE}`);
    return JSON.parse(String(row?.['note']));
  } catch (error) {
    throw new Error('it is not a backup that snackbase backup made', { cause: error });
  }
}

async function requireWhole(copy: Awaited<ReturnType<typeof openSqlite>>): Promise<void> {
  const found = (await copy.all('PRAGMA integrity_check')).map((row) => String(row['integrity_check']));
  if (found.length !== 1 || found[0] !== 'ok') throw new Error(`it is damaged: ${found[0]}`);
}

/**
 * Lets `make` write a draft beside `file`, which then gets that name, once it is on disk. What is there already is never replaced,
 * and a failure leaves nothing.
 */
async function inPlace(file: string, make: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${file}.${process.pid}.part`;
  try {
    await make(draft);
    await synced(draft);
    await link(draft, file);
    await synced(dirname(file));
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(draft + suffix, { force: true });
  }
}

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
