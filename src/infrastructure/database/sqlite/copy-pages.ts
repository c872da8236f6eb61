import type { Database } from 'sqlite3';

/** SQLite's online backup, which the driver has and its types do not tell of. */
interface Copying extends Database {
  backup(file: string, opened: (error: Error | null) => void): PageCopy;
}

interface PageCopy {
  step(pages: number, done: (error: Error | null) => void): void;
  finish(done: () => void): void;
}

const ALL = -1;

/** Copies the database as it is at one moment, all pages in one read transaction, while others go on writing. */
export function copyPages(source: Database, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy = (source as Copying).backup(file, (failure) => {
      if (failure !== null) {
        reject(failure);
        return;
      }
      copy.step(ALL, (error) => copy.finish(() => (error === null ? resolve() : reject(error))));
    });
  });
}
