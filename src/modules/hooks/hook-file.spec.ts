import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHookFiles } from './hook-file';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'snackbase-hooks-')));
  folder = join(parent, 'hooks');
  mkdirSync(folder);
});
afterEach(() => rmSync(parent, { recursive: true }));

const write = (...path: string[]): void => writeFileSync(join(parent, ...path), '');

test('finds what can be run, in order of name', async () => {
  for (const name of ['b.ts', 'a.mjs', 'C.js', 'd.mts', 'types.d.ts', 'notes.md', 'package.json', 'e.cjs'])
    write('hooks', name);
  mkdirSync(join(folder, 'folder.ts'));
  mkdirSync(join(folder, 'inside'));
  write('hooks', 'inside', 'deeper.ts');
  const { files, problems } = await findHookFiles(folder);
  expect(files.map(({ name }) => name)).toEqual(['C.js', 'a.mjs', 'b.ts', 'd.mts']);
  expect(problems).toEqual([]);
});

test('a link within the folder is followed, one that leads out of it or nowhere is refused', async () => {
  mkdirSync(join(folder, 'inside'));
  mkdirSync(join(parent, 'hooks-elsewhere'));
  write('hooks', 'inside', 'deeper.ts');
  write('outside.ts');
  write('hooks-elsewhere', 'lookalike.ts');
  symlinkSync(join('inside', 'deeper.ts'), join(folder, 'within.ts'));
  symlinkSync(join('..', 'outside.ts'), join(folder, 'out.ts'));
  symlinkSync(join(parent, 'hooks-elsewhere', 'lookalike.ts'), join(folder, 'lookalike.ts'));
  symlinkSync('nowhere.ts', join(folder, 'dangling.ts'));
  const { files, problems } = await findHookFiles(folder);
  expect(files).toMatchObject([{ name: 'within.ts', path: join(folder, 'inside', 'deeper.ts') }]);
  expect(problems.map(({ message }) => message)).toEqual([
    `${join(folder, 'dangling.ts')}: cannot be read`,
    `${join(folder, 'lookalike.ts')}: is a symbolic link that leads out of the folder, to ${join(parent, 'hooks-elsewhere', 'lookalike.ts')}`,
    `${join(folder, 'out.ts')}: is a symbolic link that leads out of the folder, to ${join(parent, 'outside.ts')}`,
  ]);
});

test('the folder itself may be a link', async () => {
  write('hooks', 'a.ts');
  symlinkSync('hooks', join(parent, 'link'));
  const { files } = await findHookFiles(join(parent, 'link'));
  expect(files).toMatchObject([{ name: 'a.ts', path: join(folder, 'a.ts') }]);
});

test('a missing folder is reported', async () => {
  await expect(findHookFiles(join(parent, 'nowhere'))).rejects.toThrow('ENOENT');
});
