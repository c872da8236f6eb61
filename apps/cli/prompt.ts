import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

/** Lines that were piped in are kept between two questions: a new interface for each would lose what the first one read. */
let input: { readonly lines: AsyncIterator<string, undefined>; readonly readline: Interface } | undefined;

/** The answer to a question at the terminal, or the next line of what was piped in. */
export async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  return (await nextLine(process.stderr)).trim();
}

/** The same as ask(), but what is typed is not shown. */
export async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = await nextLine(nowhere);
  process.stderr.write('\n');
  return line;
}

/** At a terminal each question has an interface of its own, because whether it echoes is decided when it is made. */
async function nextLine(output: Writable): Promise<string> {
  const terminal = process.stdin.isTTY;
  if (terminal || input === undefined) {
    const readline = createInterface({ input: process.stdin, output: terminal ? output : undefined, terminal });
    input = { readline, lines: readline[Symbol.asyncIterator]() };
  }
  const { value } = await input.lines.next();
  if (terminal || value === undefined) {
    input.readline.close();
    input = undefined;
  }
  if (value === undefined) throw new Error('the question was not answered');
  return value;
}
