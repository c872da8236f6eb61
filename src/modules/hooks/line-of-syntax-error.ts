import { execFile } from 'node:child_process';

const TIMEOUT_MS = 5000;

/**
 * Where a module does not compile; null: it does. Within a process the engine says only why, so another one is asked, which
 * compiles the text and does not run it.
 */
export function lineOfSyntaxError(source: string): Promise<number | null> {
  return new Promise((resolve) => {
    const options = { timeout: TIMEOUT_MS, env: {} };
    const child = execFile(
      process.execPath,
      ['--check', '--input-type=module', '-'],
      options,
      (_error, _out, stderr) => {
        const line = /^\[stdin\]:(\d+)$/m.exec(stderr)?.[1];
        resolve(line === undefined ? null : Number(line));
      },
    );
    // One that cannot be started takes nothing in, and has said so above.
    child.stdin!.on('error', () => undefined).end(source);
  });
}
