/** Its data may be lost with the power, because they do not outlive the run. What ends one of its processes loses nothing. */
const UNSAFE = ['fsync=off', 'full_page_writes=off'];

/**
 * Starts one real PostgreSQL for the whole run. Every test file makes databases of its own in it, found through
 * SNACKBASE_TEST_POSTGRES_URL.
 */
module.exports = async () => {
  require('./run-folder.cjs').makeRunFolder();
  if (process.env.SNACKBASE_TEST_POSTGRES_URL) return;
  const { startPostgres } = await import('./start-postgres.mts');
  globalThis.snackbasePostgres = await startPostgres(UNSAFE);
  process.env.SNACKBASE_TEST_POSTGRES_URL = globalThis.snackbasePostgres.url;
};
