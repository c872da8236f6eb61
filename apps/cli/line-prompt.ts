import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Prompt, UNANSWERED } from './prompt';

/** Answers that were piped in, one a line. Nothing is echoed, since no terminal shows it. */
export class LinePrompt implements Prompt {
  private readonly readline: Interface;
  private readonly lines: AsyncIterator<string, undefined>;

  constructor(input: Readable) {
    this.readline = createInterface({ input });
    this.lines = this.readline[Symbol.asyncIterator]();
  }

  async ask(question: string): Promise<string> {
    return (await this.next(question)).trim();
  }

  async askHidden(question: string): Promise<string> {
    const line = await this.next(question);
    process.stderr.write('\n');
    return line;
  }

  close(): void {
    this.readline.close();
  }

  private async next(question: string): Promise<string> {
    process.stderr.write(question);
    const { value } = await this.lines.next();
    if (value === undefined) throw new Error(UNANSWERED);
    return value;
  }
}
