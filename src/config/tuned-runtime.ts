/**
 * Imported first by every entry file: starts the process anew, in place, with the settings that can only be given at start.
 * They hold the server's memory near what it uses: V8 would let the heap grow to four times its live size before it
 * collects, and glibc keep an arena of freed memory for every thread. Where a process cannot replace itself (Windows, Node
 * before 23.11) it runs as it is.
 */
const FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=20'];
const MALLOC_ARENAS = '2';
const MARK = 'SNACKBASE_TUNED';

if (typeof process.execve === 'function' && process.platform !== 'win32' && process.env[MARK] === undefined) {
  const args = [process.execPath, ...FLAGS, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, { MALLOC_ARENA_MAX: MALLOC_ARENAS, ...process.env, [MARK]: '1' });
}
