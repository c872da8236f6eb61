import { execFile } from 'node:child_process';

const TIMEOUT_MS = 5000;

/**
 * The line where a module does not compile; null: it does. Within a process the engine says only why, so another
 * process is started, which compiles the text and does not run it.
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
    // A process that cannot be started takes no input, and has reported that above.
    child.stdin!.on('error', () => undefined).end(source);
  });
}
