/**
 * Imported first by every entry file: the pool's size is read once, when it is first used. SQLite reads run in it, five at
 * a time; with the default of four threads they would wait for file and DNS work, and that work for them.
 */
process.env['UV_THREADPOOL_SIZE'] ??= '8';
/**
 * In Node's watch mode, threads would tell their modules to whoever started them, by messages among those that are expected. The
 * process itself has read the variable by now, and goes on telling its own.
 */
delete process.env['WATCH_REPORT_DEPENDENCIES'];
