/** The README's walk-through, run as it is written there: its blocks one after another in one shell. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../support/database';
import { startProcess, type ServerProcess } from '../support/process';

const WALKTHROUGH = /<!-- walkthrough -->\s*```bash\n(?<script>[\s\S]*?)```\s*<!-- \/walkthrough -->/g;

let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  database = await createDatabase();
  mkdirSync(join(database.folder, 'hooks'));
  const operator = {
    SNACKBASE_ENVIRONMENT: 'development',
    SNACKBASE_HOOKS_DIR: 'hooks',
    SNACKBASE_SUPERADMIN_EMAIL: 'root@example.com',
    SNACKBASE_SUPERADMIN_PASSWORD: 'Correct-Horse-7',
  };
  server = await startProcess(database, { environment: operator });
});
afterAll(async () => {
  await server?.end('SIGTERM');
  await database?.drop();
});

test('does what it says', () => {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const blocks = Array.from(readme.matchAll(WALKTHROUGH), ({ groups }) => groups!['script']!);
  expect(blocks).toHaveLength(3);
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail'], {
    input: blocks.join('\n').replace('http://localhost:8000', server.url),
    encoding: 'utf8',
    // The folder that the server was started in.
    cwd: database.folder,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('"name":"posts"');
  expect(stdout).toContain('"title":"Hello"');
  expect(stdout).toContain('"status":"published"');
  expect(stdout).toContain('{"items":[],"total":0,"skip":0,"limit":30}');
  expect(stdout).toContain('"error":"TITLE_SHOUTS"');
  expect(stdout).toContain('"title":"Read this"');
  expect(stdout).toContain('"account_name":"Acme"');
  expect(stdout).toContain('"message":"User added to group"');
  expect(stdout.trimEnd()).toMatch(/"error":"AUTH_SCOPE_MISSING".*\}$/);
});
