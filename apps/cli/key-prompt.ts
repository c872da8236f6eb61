import type { Readable, Writable } from 'node:stream';
import { type Prompt, UNANSWERED } from './prompt';

/** A terminal that can be told to leave everything, its echo too, to the program. */
export interface Keyboard extends Readable {
  setRawMode(isRaw: boolean): unknown;
}

const INTERRUPT = '\u0003';
const END = '\u0004';
const ERASE = new Set(['\u007f', '\b']);
const ERASE_LINE = '\u0015';
const ENTER = new Set(['\r', '\n']);
const FIRST_PRINTABLE = ' ';
/** What arrows and other keys without a character send. */
// oxlint-disable-next-line no-control-regex -- they begin with the control character ESC
const FUNCTION_KEYS = /\u001b(\[[0-?]*[ -/]*[@-~]|O.)?/g;

/**
 * Reads a terminal key by key. From the first moment until it is closed the terminal echoes nothing by itself; of what is typed,
 * only answers to visible questions are shown, when the question is asked. So a secret that is typed or pasted too early is not.
 */
export class KeyPrompt implements Prompt {
  private readonly keys: string[] = [];
  private hasEnded = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly keyboard: Keyboard,
    private readonly output: Writable,
    private readonly interrupt: () => void = () => process.kill(process.pid, 'SIGINT'),
  ) {
    keyboard.setRawMode(true);
    keyboard.setEncoding('utf8');
    keyboard.on('data', this.take);
    keyboard.once('end', this.end);
  }

  async ask(question: string): Promise<string> {
    return (await this.line(question, true)).trim();
  }

  askHidden(question: string): Promise<string> {
    return this.line(question, false);
  }

  close(): void {
    this.keyboard.off('data', this.take);
    this.keyboard.off('end', this.end);
    this.keyboard.setRawMode(false);
    this.keyboard.pause();
  }

  private readonly take = (text: string): void => {
    if (text.includes(INTERRUPT)) {
      this.close();
      this.output.write('\n');
      this.interrupt();
      return;
    }
    this.keys.push(...Array.from(text.replaceAll('\r\n', '\r').replace(FUNCTION_KEYS, '')));
    this.wake();
  };

  private readonly end = (): void => {
    this.hasEnded = true;
    this.wake();
  };

  private async line(question: string, isShown: boolean): Promise<string> {
    const show = (text: string): void => void (isShown && this.output.write(text));
    this.output.write(question);
    let line: string[] = [];
    for (;;) {
      const key = await this.nextKey();
      if (ENTER.has(key)) break;
      if (key === END && line.length === 0) throw new Error(UNANSWERED);
      if (ERASE.has(key) && line.pop() !== undefined) show('\b \b');
      if (key === ERASE_LINE) {
        show('\b \b'.repeat(line.length));
        line = [];
      }
      if (key < FIRST_PRINTABLE || ERASE.has(key)) continue;
      line.push(key);
      show(key);
    }
    this.output.write('\n');
    return line.join('');
  }

  private async nextKey(): Promise<string> {
    while (this.keys.length === 0) {
      if (this.hasEnded) throw new Error(UNANSWERED);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.keys.shift()!;
  }
}
