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
  /** Never rejects. */
  run(): Promise<void>;
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
    const { subject } = task;
    if (subject !== null && this.behind.has(subject)) {
      const line = this.behind.get(subject) ?? new LinkedList<AfterTask>();
      line.push(task);
      this.behind.set(subject, line);
      return;
    }
    if (subject !== null) this.behind.set(subject, null);
    this.ready.push(task);
    this.startSoon();
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
      void task.run().then(() => this.done(task));
    }
  }

  private done({ subject, bytes }: AfterTask): void {
    this.running -= 1;
    this.tasks -= 1;
    this.bytes -= bytes;
    if (subject !== null) this.letNext(subject);
    if (this.hasRoom) for (const enter of this.waiting.splice(0)) enter();
    if (this.tasks === 0) for (const tell of this.idling.splice(0)) tell();
    this.start();
  }

  private letNext(subject: string): void {
    const next = this.behind.get(subject)?.shift();
    if (next === undefined) this.behind.delete(subject);
    else this.ready.push(next);
  }
}
