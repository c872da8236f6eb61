/**
 * A Chromium for tests of pages: the one that SNACKBASE_TEST_BROWSER names, or an installed one, or else the one that comes as
 * a package, unpacked into a folder that goes with it.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** Makes the package unpack the libraries, of which few systems without a browser have all. */
const NEEDS_LIBRARIES = 'AWS_Lambda_nodejs22.x';
/** Where it finds the fonts of the package, without which it crashes; the package's own says /tmp/fonts. */
const FONTS = 'own-fonts.conf';

export interface TestBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function openBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'snackbase-browser-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const browser = await launch(folder);
    return { browser, close: () => browser.close().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function launch(folder: string): Promise<Browser> {
  const named = process.env['SNACKBASE_TEST_BROWSER'] ?? findInstalled();
  return chromium.launch({
    executablePath: named ?? (await unpack(folder)),
    // A process of root's can have no sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    env: named === undefined ? libraries(folder) : process.env,
  });
}

function findInstalled(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return INSTALLED.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function unpack(folder: string): Promise<string> {
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: NEEDS_LIBRARIES };
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, 'unpack-chromium.cjs')], { env });
  await writeFile(join(folder, FONTS), `<fontconfig><dir>${join(folder, 'fonts')}</dir></fontconfig>`);
  return stdout;
}

function libraries(folder: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    HOME: folder,
    TMPDIR: folder,
    LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    FONTCONFIG_FILE: join(folder, FONTS),
  };
}
