/**
 * Imported first by every entry file: starts the process anew, in place, with the settings that can only be given at start.
 * A large young generation lets what a request allocates die before it is promoted (measured: 8,800 instead of 7,900 point
 * reads/s); a slowly growing heap and two arenas instead of one for each thread keep the peak at 290 instead of 420 MB.
 * Where a process cannot replace itself (Windows, Node before 23.11) it runs as it is.
 */
const FLAGS = ['--max-semi-space-size=32', '--heap-growing-percent=50'];
const MALLOC_ARENAS = '2';
const MARK = 'SNACKBASE_TUNED';

if (typeof process.execve === 'function' && process.platform !== 'win32' && process.env[MARK] === undefined) {
  const args = [process.execPath, ...FLAGS, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, { MALLOC_ARENA_MAX: MALLOC_ARENAS, ...process.env, [MARK]: '1' });
}
