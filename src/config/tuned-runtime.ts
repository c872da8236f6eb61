/**
 * Imported first by every entry file: starts the process anew, in place, with the settings that can only be given at start:
 * a young generation that holds what requests in flight allocate, a heap that grows slowly, no middle tier of the compiler
 * and one arena for all threads. Together they keep the peak below 200 MB (docs/adr/0009-memory.md has the figures).
 * Where a process cannot replace itself (Windows, Node before 23.11) it runs as it is.
 */
const FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=20', '--no-maglev'];
const MALLOC_ARENAS = '1';
const MARK = 'SNACKBASE_TUNED';

if (typeof process.execve === 'function' && process.platform !== 'win32' && process.env[MARK] === undefined) {
  const args = [process.execPath, ...FLAGS, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, { MALLOC_ARENA_MAX: MALLOC_ARENAS, ...process.env, [MARK]: '1' });
}
