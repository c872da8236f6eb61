/** Another state of this repository, built in a folder of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WORK_TREE } from './server.mts';

export interface Checkout {
  readonly tree: string;
  remove(): void;
}

export function buildCommit(commit: string): Checkout {
  const tree = mkdtempSync(join(tmpdir(), 'snackbase-commit-'));
  const remove = (): void => rmSync(tree, { recursive: true, force: true });
  try {
    const archive = execFileSync('git', ['archive', commit], { cwd: WORK_TREE, maxBuffer: Number.MAX_SAFE_INTEGER });
    execFileSync('tar', ['-x'], { cwd: tree, input: archive });
    if (lockOf(tree) === lockOf(WORK_TREE)) symlinkSync(join(WORK_TREE, 'node_modules'), join(tree, 'node_modules'));
    else execFileSync('npm', ['ci', '--prefer-offline'], { cwd: tree, stdio: 'inherit' });
    execFileSync('npm', ['run', 'build'], { cwd: tree, stdio: 'inherit' });
    return { tree, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function lockOf(tree: string): string {
  return readFileSync(join(tree, 'package-lock.json'), 'utf8');
}
