/** Short enough that whoever copies the file of a quiet server by hand has everything in it. */
const IDLE_MS = 1000;

/**
 * Moves the log into the database file when no transaction has ended for a while. While there is much to do, SQLite does the same by
 * itself each time the log has grown by so many pages (pragmas.ts).
 */
export class IdleCheckpoint {
  private timer: NodeJS.Timeout | undefined;
  private isWriting = false;

  constructor(private readonly checkpoint: () => Promise<unknown>) {}

  began(): void {
    this.isWriting = true;
  }

  ended(): void {
    this.isWriting = false;
    this.timer ??= setTimeout(() => this.run(), IDLE_MS).unref();
    this.timer.refresh();
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private run(): void {
    // The end of the transaction begins the wait anew.
    if (this.isWriting) return;
    // Another process may be writing, which then does this.
    this.checkpoint().catch(() => undefined);
  }
}
