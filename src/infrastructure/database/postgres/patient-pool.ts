import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { isAnswerOfServer } from '../errors/driver-error';

type Connected = (error: unknown, client?: PoolClient, release?: (error?: unknown) => void) => void;

/** A pool that waits for one of its own connections where the server refuses more of them. */
export class PatientPool extends Pool {
  private readonly waiting: Connected[] = [];

  constructor(config: PoolConfig) {
    super(config);
    // The connection is idle when its release is over.
    this.on('release', () => process.nextTick(() => this.serveNext()));
  }

  override connect(): Promise<PoolClient>;
  override connect(connected: Connected): void;
  override connect(connected?: Connected): Promise<PoolClient> | void {
    if (connected === undefined) return super.connect();
    super.connect((error: unknown, client, release) => {
      if (isAnswerOfServer(error) && this.totalCount > 0) {
        this.waiting.push(connected);
        if (this.idleCount > 0) this.serveNext();
        return;
      }
      connected(error, client, release);
      if (error) this.serveNext();
    });
  }

  private serveNext(): void {
    const next = this.waiting.shift();
    if (next !== undefined) this.connect(next);
  }
}
