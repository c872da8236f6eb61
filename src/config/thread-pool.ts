/**
 * Imported first by every entry file: the pool's size is read once, when it is first used. SQLite reads run in it, four at
 * a time; the default of four threads would let them wait for file and DNS work, and that for them.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '8';
