import { chmod, open } from 'node:fs/promises';

const FILE_MODE = 0o600;
/** SQLite gives files that it makes beside a database the mode of the database. */
const SUFFIXES = ['', '-wal', '-shm', '-journal'];

/**
 * Lets only the server's user read the database, in whatever folder it lies: creates it so, and changes files that others may
 * read. A file that belongs to another user stays as that user left it; one that cannot be opened is left to SQLite, which says
 * so.
 */
export async function restrictToOwner(file: string): Promise<void> {
  const handle = await open(file, 'a', FILE_MODE).catch(() => null);
  if (handle === null) return;
  await handle.close();
  for (const suffix of SUFFIXES) {
    await chmod(file + suffix, FILE_MODE).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' && error.code !== 'EPERM') throw error;
    });
  }
}
