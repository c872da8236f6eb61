/**
 * Imported first by every entry file: the pool's size is read once, when it is first used. SQLite reads run in it, five at
 * a time; with the default of four threads they would wait for file and DNS work, and that work for them.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '8';
