/** Runs the blocks of a page as its reader would, one after another in one shell. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CHECKOUT, type Block } from './documents';

const PRELUDE = join(__dirname, 'npm.sh');
const MARK = '@@ block ';
const ANSWER = /^@@ answer (\d{3})$/gm;

export interface Shell {
  /** The address of the server, which stands in for that of the page. */
  readonly server: string;
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What is typed when a command asks. */
  readonly input?: string;
}

export interface Ran {
  readonly block: Block;
  readonly stdout: string;
  readonly stderr: string;
  /** The statuses of the answers to its requests. */
  readonly statuses: readonly number[];
}

export interface Run {
  readonly code: number | null;
  readonly blocks: readonly Ran[];
}

export async function runBlocks(
  blocks: readonly Block[],
  { server, folder, environment, input = '' }: Shell,
): Promise<Run> {
  const script = [
    `. ${PRELUDE}`,
    ...blocks.map((block) => `printf '\\n${MARK}\\n'; printf '\\n${MARK}\\n' >&2\n${here(block.text, server, folder)}`),
  ].join('\n');
  const child = spawn('bash', ['-c', script, PRELUDE], {
    cwd: folder,
    env: { ...environment, SERVER: server, CHECKOUT },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  const [, ...outputs] = stdout.split(MARK);
  const [, ...errors] = stderr.split(MARK);
  return {
    code,
    blocks: outputs.map((output, index) => ({
      block: blocks[index]!,
      stdout: output.trim(),
      stderr: (errors[index] ?? '').replace(ANSWER, '').trim(),
      statuses: Array.from((errors[index] ?? '').matchAll(ANSWER), ([, status]) => Number(status)),
    })),
  };
}

/** The places of the page, for the machine of the test. */
const here = (text: string, server: string, folder: string): string =>
  text
    .replaceAll('http://localhost:8000', server)
    .replaceAll('/var/backups', folder)
    .replaceAll('node examples/', `node ${CHECKOUT}/examples/`);
