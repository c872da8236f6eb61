/** A process of the bench beside the server: it is told what to do, and tells what came of it when it is stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

export class Helper<Result> {
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  /** Resolves when it has begun. The higher its niceness, the more it leaves the cores to others. */
  static async start<Result>(file: string, niceness: number, task: unknown): Promise<Helper<Result>> {
    const command = [process.execPath, join(import.meta.dirname, file)];
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
    const child = spawn('nice', ['-n', String(niceness), ...command], { stdio: [...stdio] });
    child.send({ task });
    const helper = new Helper<Result>(child);
    await helper.told();
    return helper;
  }

  async stop(): Promise<Result> {
    const told = this.told();
    this.child.send({ stop: true });
    const result = (await told) as Result;
    this.child.kill();
    return result;
  }

  private told(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.child.once('message', resolve);
      this.child.once('exit', (code) => reject(new Error(`a process of the bench ended with ${code}`)));
    });
  }
}

interface Told {
  readonly task?: unknown;
  readonly stop?: true;
}

/** In such a process. What `begin` resolves with is asked for the result. */
export function help(begin: (task: unknown) => Promise<() => Promise<object>>): void {
  let end: (() => Promise<object>) | undefined;
  process.on('message', ({ task, stop }: Told) => {
    if (stop) void end!().then((result) => process.send!(result));
    else
      void begin(task).then((ended) => {
        end = ended;
        process.send!('begun');
      });
  });
}
