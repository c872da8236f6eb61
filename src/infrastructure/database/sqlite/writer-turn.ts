/**
 * Which of several processes writes to a SQLite file next. A turn is a courtesy that makes waiting fair: the lock of
 * SQLite alone decides who may write, so that nothing breaks when a turn is taken twice or never given back.
 */
export interface WriterTurn {
  /** Resolves when it is this process's turn, or when waiting for it takes too long. */
  take(): Promise<void>;
  give(): void;
}
