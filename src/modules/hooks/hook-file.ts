import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { HookFileProblem } from './hook-file-problem';

/** Files that the runtime can load as they are; declarations of types have nothing to run. */
const LOADABLE = /(?<!\.d)\.(?:ts|mts|js|mjs)$/;

/** A file of the folder of hooks. */
export interface HookFile {
  /** The name within the folder. */
  readonly name: string;
  /** The path with symbolic links resolved. */
  readonly path: string;
  /** Changes when the file does. */
  readonly stamp: string;
}

interface FoundFiles {
  /** In order of name. */
  readonly files: readonly HookFile[];
  readonly problems: readonly HookFileProblem[];
}

/** The hook files in the folder itself. Rejects when it cannot be read. */
export async function findHookFiles(folder: string): Promise<FoundFiles> {
  const root = await realpath(folder);
  const files: HookFile[] = [];
  const problems: HookFileProblem[] = [];
  for (const name of (await readdir(root)).filter((entry) => LOADABLE.test(entry)).toSorted()) {
    try {
      const file = await locate(root, name);
      if (file !== null) files.push(file);
    } catch (error) {
      problems.push(
        error instanceof HookFileProblem ? error : new HookFileProblem(join(root, name), null, 'cannot be read'),
      );
    }
  }
  return { files, problems };
}

/** null: a folder. */
async function locate(root: string, name: string): Promise<HookFile | null> {
  const path = await realpath(join(root, name));
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new HookFileProblem(join(root, name), null, `is a symbolic link that leads out of the folder, to ${path}`);
  }
  const found = await stat(path);
  if (!found.isFile()) return null;
  return { name, path, stamp: [relative(root, path), found.mtimeMs, found.size, found.ino].join(' ') };
}
