/** `serve --watch` in a checkout of its own, where a source may be changed. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { Http } from '../../support/http';
import { startProcess, type ServerProcess } from '../../support/process';

const ROOT = join(__dirname, '..', '..', '..');
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const FOLDERS = ['src', 'apps', 'libs', 'scripts'];
const TIMEOUT_MS = 300_000;

let database: TestDatabase;
let server: ServerProcess | undefined;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await server?.end('SIGKILL');
  await database.drop();
});

/** Files keep their times to the nanosecond, so that the build is not taken for an old one. */
function copyOf(...parts: readonly string[]): string {
  const tree = join(database.folder, parts.includes('src') ? 'checkout' : 'installed');
  mkdirSync(tree);
  execFileSync('cp', ['-a', ...parts.map((part) => join(ROOT, part)), tree]);
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  return join(tree, 'dist', 'apps', 'cli', 'main.js');
}

test(
  'it builds a changed source, serves it, and stops with 0',
  async () => {
    const file = copyOf('dist', ...FILES, ...FOLDERS);
    server = await startProcess(database, { file, args: ['serve', '--watch'] });
    const http = new Http(server.url);
    expect((await http.get('/health')).body.service).toBe('SnackBase');

    const source = join(file, '../../../../src/config/version.ts');
    writeFileSync(source, readFileSync(source, 'utf8').replace("'SnackBase'", "'ChangedBase'"));
    const service = async (): Promise<string> =>
      http.get('/health').then(
        ({ body }) => body.service as string,
        () => 'none',
      );
    await eventually(async () => (await service()) === 'ChangedBase', server.output);
    expect(await server.end('SIGTERM')).toBe(0);
  },
  TIMEOUT_MS,
);

test('without the sources it is refused', async () => {
  const started = startProcess(database, { file: copyOf('dist', 'package.json'), args: ['serve', '--reload'] });
  await expect(started).rejects.toThrow(/ended with 1:\nError: --watch needs the sources/);
});
