import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually } from '../../../test/support/eventually';
import { tryHookFile } from './hook-file-trial';
import type { CompiledModules } from './load-hook-file';

const PROCESS_FILE = join(__dirname, 'hook-file-trial.process.mts');

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'snackbase-trial-')));
  writeFileSync(join(folder, 'helper.mjs'), 'export const help = 1;\n');
  writeFileSync(join(folder, 'broken.mjs'), '\nexport const help = ;\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function trying(name: string, text: string): Promise<CompiledModules> {
  const path = join(folder, name);
  writeFileSync(path, text);
  return tryHookFile({ name, path, stamp: '' });
}

const SOUND = `on('on_record_before_create', { collection: 'posts' }, async (event, next) => { await next(); });`;

test.each([
  ['TypeScript', 'a.ts', `export default ({ on }: { on: any }): void => { ${SOUND} };`],
  ['JavaScript', 'a.js', `export default ({ on }) => { ${SOUND} };`],
  [
    'an asynchronous one',
    'a.mjs',
    `import './helper.mjs';\nexport default async ({ on }) => { await null; ${SOUND} };`,
  ],
  [
    'one that leaves something running',
    'b.mjs',
    `setInterval(() => {}, 10);\nexport default ({ on }) => { ${SOUND} };`,
  ],
])('%s passes', async (_what, name, text) => {
  const compiled = await trying(name, text);
  expect([...compiled.keys()]).toEqual(name.endsWith('.ts') ? [pathToFileURL(join(folder, name)).href] : []);
});

test('one that does not end ends with a server that is killed', async () => {
  const [endless, pidFile] = [join(folder, 'endless.mjs'), join(folder, 'pid')];
  writeFileSync(
    endless,
    `import fs from 'node:fs';\nfs.writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));\nfor (;;);`,
  );
  const trial = `${JSON.stringify(PROCESS_FILE)}, [${JSON.stringify(pathToFileURL(endless).href)}, String(process.pid)]`;
  const script = `require('node:child_process').fork(${trial}, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })`;
  const server = spawn(process.execPath, ['--eval', script], { stdio: 'ignore' });
  const pid = Number(await eventually(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8')));
  server.kill('SIGKILL');
  await eventually(() => !isRunning(pid));
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('the JavaScript of TypeScript has its code in the same places, and that of what it imports', async () => {
  writeFileSync(join(folder, 'typed.mts'), 'export const help: number = 1;');
  const compiled = await trying(
    'c.mts',
    `import './typed.mts';\nexport default ({ on }: { on: any }): void => { ${SOUND} };`,
  );
  expect([...compiled.values()].sort()).toEqual([
    'export const help         = 1;',
    `import './typed.mts';\nexport default ({ on }             )       => { ${SOUND} };`,
  ]);
});

test.each([
  [
    'a syntax error',
    'syntax.mjs',
    `const a = 1;\nexport default ({ on }) => { on( };`,
    /syntax\.mjs:2: .*Unexpected token/,
  ],
  [
    'a syntax error in TypeScript',
    'syntax.ts',
    `const a: number = 1;\nexport default ({ on }) => {\n  on(: };`,
    /syntax\.ts:3: /,
  ],
  [
    'a name declared twice',
    'twice.ts',
    `let a: number;\nlet a;\nexport default () => {};`,
    /twice\.ts:2: .*already been/,
  ],
  ['TypeScript that is more than types', 'enum.ts', `\nenum A { B }\nexport default () => {};`, /enum\.ts:2: .*enum/],
  [
    'a missing package',
    'package.mjs',
    `\nimport x from 'not-there-at-all';\nexport default () => x;`,
    /package\.mjs:2: Cannot find package 'not-there-at-all'/,
  ],
  [
    'a missing file',
    'file.mjs',
    `import './not-there.mjs';\nexport default () => {};`,
    /file\.mjs:1: Cannot find module .*not-there\.mjs/,
  ],
  [
    'a missing export',
    'export.mjs',
    `import { other } from './helper.mjs';\nexport default () => other;`,
    /export\.mjs:1: .*'other'/,
  ],
  [
    'an import with a syntax error',
    'broken-import.mjs',
    `import './broken.mjs';\nexport default () => {};`,
    /broken-import\.mjs: imports what does not compile: Unexpected token/,
  ],
  ['an error at the top level', 'throws.mjs', `\n\nthrow new Error('out of order');`, /throws\.mjs:3: out of order/],
  ['a non-error at the top level', 'text.mjs', `throw 'text';`, /text\.mjs: throws text/],
  [
    'an error while it registers',
    'late.ts',
    `export default () => {\n  (undefined as any).on();\n};`,
    /late\.ts:2: Cannot read properties of undefined/,
  ],
  [
    'an uncaught error',
    'uncaught.mjs',
    `setTimeout(() => {\n  throw new Error('too late');\n}, 0);\nawait new Promise(() => {});`,
    /uncaught\.mjs:2: too late/,
  ],
  ['no default export', 'none.mjs', `export const on = 1;`, /none\.mjs: has no function as its default export/],
  [
    'a default export that is no function',
    'object.mjs',
    `export default {};`,
    /object\.mjs: has no function as its default export/,
  ],
  ['nothing registered', 'nothing.mjs', `export default () => {};`, /nothing\.mjs: registers no hook/],
  [
    'an unknown event',
    'unknown.mjs',
    `export default ({ on }) => {\n\n  on('on_everything', () => {});\n};`,
    /unknown\.mjs:3: There is no event 'on_everything'/,
  ],
  [
    'an unknown option',
    'option.mjs',
    `export default ({ on }) => {\n  on('on_serve', { colection: 'x' }, () => {});\n};`,
    /option\.mjs:2: .*no option 'colection'/,
  ],
  [
    'no handler',
    'handler.mjs',
    `export default ({ on }) => {\n  on('on_serve', {});\n};`,
    /handler\.mjs:2: .*not a function/,
  ],
  ['the end of the process', 'exit.mjs', `process.exit(0);`, /exit\.mjs: ends its process/],
  [
    'too much memory',
    'memory.mjs',
    `const all = [];\nfor (;;) all.push(new Array(100_000).fill(Math.random()));`,
    /memory\.mjs: takes more than 64 MB of memory/,
  ],
])('%s is told by file, line and reason', async (_what, name, text, message) => {
  await expect(trying(name, text)).rejects.toThrow(message);
});

test('an endless loop and an endless wait are reported after their time', async () => {
  const tried = [
    trying('loop.mjs', 'for (;;);'),
    trying('wait.mjs', 'const timer = setInterval(() => {}, 1000);\nexport default () => new Promise(() => timer);'),
  ];
  const told = await Promise.allSettled(tried);
  const reasons = told.map((one) => (one.status === 'rejected' ? String(one.reason) : ''));
  expect(reasons).toEqual([
    expect.stringMatching(/loop\.mjs: does not end within 5 seconds$/),
    expect.stringMatching(/wait\.mjs: does not end within 5 seconds$/),
  ]);
});
