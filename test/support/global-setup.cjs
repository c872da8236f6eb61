/**
 * Starts one real PostgreSQL for the whole run, unless only SQLite is under test. Every test file makes databases of its
 * own in it, found through SNACKBASE_TEST_POSTGRES_URL.
 */
module.exports = async () => {
  if (process.env.SNACKBASE_TEST_DATABASE === 'sqlite' || process.env.SNACKBASE_TEST_POSTGRES_URL) return;
  const { startPostgres } = await import('./start-postgres.mts');
  globalThis.snackbasePostgres = await startPostgres();
  process.env.SNACKBASE_TEST_POSTGRES_URL = globalThis.snackbasePostgres.url;
};
