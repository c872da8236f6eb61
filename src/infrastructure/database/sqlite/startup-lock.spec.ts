import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from 'sqlite3';
import { eventually } from '../../../../test/support/eventually';
import { withStartupLock } from './startup-lock';

/** Another process that takes the lock, says so and keeps it until it is killed. */
const HOLDER = `
  const { Database } = require('sqlite3');
  const database = new Database(process.argv[1]);
  database.exec('BEGIN EXCLUSIVE', () => process.stdout.write('held'));
  setInterval(() => {}, 1000);
`;

describe('the start-up lock', () => {
  let folder: string;
  let holder: ChildProcess;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'snackbase-test-'));
    const file = join(folder, 'test.db-startup.lock');
    holder = spawn(process.execPath, ['-e', HOLDER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout!, 'data');
  });

  afterEach(() => {
    holder.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('waits for another process, and goes on when that one is killed', async () => {
    const exec = jest.spyOn(Database.prototype, 'exec');
    let entered = false;
    const locked = withStartupLock(join(folder, 'test.db'), () => Promise.resolve((entered = true)));
    await eventually(() => exec.mock.calls.some(([text]) => text === 'BEGIN EXCLUSIVE'));
    exec.mockRestore();
    expect(entered).toBe(false);
    holder.kill('SIGKILL');
    expect(await locked).toBe(true);
  });

  it('is free again after work that fails', async () => {
    holder.kill('SIGKILL');
    const file = join(folder, 'test.db');
    await expect(withStartupLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withStartupLock(file, () => Promise.resolve('again'))).resolves.toBe('again');
  });
});
