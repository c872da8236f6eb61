import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Where one is not, npm fills the screen of everybody who installs with warnings. */
test('every package is one that those which need it ask for', () => {
  const { PATH, HOME } = process.env;
  const { status, stderr } = spawnSync('npm', ['ls', '--all'], { cwd: ROOT, env: { PATH, HOME }, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('the README asks for the same Node.js as package.json', () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
  const [, asked] = /Node\.js (\d+\.\d+) or later/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
  expect(engines.node).toBe(`>=${asked}`);
});
