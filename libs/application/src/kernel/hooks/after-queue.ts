/**
 * Tasks that wait for their after-hooks, in the order in which they came. Several run at a time, but tasks about the
 * same subject wait for each other, so that a record's hooks are told of its changes in order.
 */
import { LinkedList } from '#domain/kernel/linked-list';

export interface AfterTask {
  /** What it is about; null: nothing that another task could be about. */
  readonly subject: string | null;
  /** The memory that it takes, roughly. */
  readonly bytes: number;
  /** Neither throws nor rejects; undefined: it is done already. */
  run(): Promise<unknown> | undefined;
}

export class AfterQueue {
  /** The memory of all tasks that wait or run. */
  bytes = 0;
  private tasks = 0;
  private running = 0;
  private isStarting = false;
  private readonly ready = new LinkedList<AfterTask>();
  /** For each subject of a task that is ready or runs, those that wait for it; null: none has yet. */
  private readonly behind = new Map<string, LinkedList<AfterTask> | null>();
  private waiting: (() => void)[] = [];
  private idling: (() => void)[] = [];

  constructor(
    private readonly concurrency: number,
    private readonly maxBytes: number,
  ) {}

  get hasRoom(): boolean {
    return this.bytes < this.maxBytes;
  }

  /** Takes everything: the caller makes sure beforehand that there is room. Nothing runs before the caller is done. */
  push(task: AfterTask): void {
    this.tasks += 1;
    this.bytes += task.bytes;
    if (task.subject !== null && this.mustWait(task, task.subject)) return;
    this.ready.push(task);
    this.startSoon();
  }

  /** Whether another task is about the subject, in which case this one is lined up behind it. */
  private mustWait(task: AfterTask, subject: string): boolean {
    const line = this.behind.get(subject);
    if (line === undefined) {
      this.behind.set(subject, null);
      return false;
    }
    const others = line ?? new LinkedList<AfterTask>();
    others.push(task);
    if (line === null) this.behind.set(subject, others);
    return true;
  }

  /** Resolves with true once there is room, with false if there is still none after the time. */
  waitForRoom(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const enter = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((other) => other !== enter);
        resolve(false);
      }, milliseconds);
      this.waiting.push(enter);
    });
  }

  /** Resolves once no task runs or waits. */
  idle(): Promise<void> {
    return this.tasks === 0 ? Promise.resolve() : new Promise((resolve) => this.idling.push(resolve));
  }

  /**
   * The code that adds tasks is committing, and callers wait for their answers: hooks can wait until these are sent.
   */
  private startSoon(): void {
    if (this.isStarting) return;
    this.isStarting = true;
    setImmediate(() => {
      this.isStarting = false;
      this.start();
    });
  }

  private start(): void {
    while (this.running < this.concurrency) {
      const task = this.ready.shift();
      if (task === undefined) return;
      this.running += 1;
      const running = task.run();
      if (running === undefined) this.end(task);
      else void this.endAfter(running, task);
    }
  }

  private async endAfter(running: Promise<unknown>, task: AfterTask): Promise<void> {
    await running;
    this.end(task);
    this.start();
  }

  private end({ subject, bytes }: AfterTask): void {
    this.running -= 1;
    this.tasks -= 1;
    this.bytes -= bytes;
    if (subject !== null) this.letNext(subject);
    if (this.waiting.length > 0 && this.hasRoom) for (const enter of this.waiting.splice(0)) enter();
    if (this.tasks === 0) for (const tell of this.idling.splice(0)) tell();
  }

  private letNext(subject: string): void {
    const next = this.behind.get(subject)?.shift();
    if (next === undefined) this.behind.delete(subject);
    else this.ready.push(next);
  }
}
