/**
 * Compiles when a source is newer than the last build; takes some milliseconds when nothing changed. With `--no-check` types are
 * not checked, for callers that do it themselves; what comes out is the same.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const STAMP = join(ROOT, 'dist', '.build-stamp');
const SOURCES = ['src', 'apps', 'libs'];
const UNCHECKED = process.argv.includes('--no-check') ? ['--noCheck'] : [];
const SIGNALS = ['SIGTERM', 'SIGINT'];
const FILES = ['tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'];

if (SOURCES.some((folder) => existsSync(join(ROOT, folder)))) await build();

async function build() {
  const stamp = currentStamp();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return;
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  if (!existsSync(compiler)) {
    // Installed without development dependencies (the image): dist is what it is.
    if (existsSync(join(ROOT, 'dist', 'src', 'main.js'))) return;
    process.stderr.write('There is no build in dist and no compiler to make one: run npm ci first.\n');
    process.exit(1);
  }
  process.stderr.write('Building…\n');
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  const compilation = spawn(process.execPath, [compiler, '-p', 'tsconfig.build.json', ...UNCHECKED], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  // Who stops the command that needs the build does not want to wait for it.
  const stop = (signal) => compilation.kill(signal);
  for (const signal of SIGNALS) process.on(signal, stop);
  const [status] = await once(compilation, 'exit');
  for (const signal of SIGNALS) process.off(signal, stop);
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, stamp);
}

/** Names, sizes and times of everything that goes into a build. */
function currentStamp() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(ROOT, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  for (const file of FILES) if (existsSync(join(ROOT, file))) add(file);
  for (const folder of SOURCES) {
    if (!existsSync(join(ROOT, folder))) continue;
    const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && /\.[mc]?ts$/.test(entry.name) && !entry.name.endsWith('.spec.ts'))
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
    for (const file of files.sort()) add(file);
  }
  return hash.digest('hex');
}
