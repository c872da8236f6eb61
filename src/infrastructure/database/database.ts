import type { DataSource } from 'typeorm';
import type { Commits } from '#application/kernel/commits';
import type { Dialect } from '#sql/dialect/dialect';
import type { ReadPool } from './reads/read-pool';
import type { RecordBounds } from './records/record-bounds';
import type { WriteLanes } from './lanes/write-lanes';
import type { CarriedTotals } from './totals/carried-totals';

/** The open database: everything the adapters use, closed together. */
export class Database {
  private closing: Promise<void> | null = null;

  constructor(
    readonly dialect: Dialect,
    readonly reads: ReadPool,
    readonly lanes: WriteLanes,
    /** TypeORM over read-only connections. */
    readonly readDataSource: DataSource,
    readonly commits: Commits,
    readonly totals: CarriedTotals,
    readonly bounds: RecordBounds,
    private readonly closeWriter: () => Promise<void>,
  ) {}

  /** Rejects when the database does not answer. */
  async ping(): Promise<void> {
    await this.reads.all('SELECT 1 AS one');
  }

  /** Accepted units are committed first; statements that wait for a connection are refused. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    await this.lanes.drain();
    await this.reads.close();
    if (this.readDataSource.isInitialized) await this.readDataSource.destroy();
    await this.lanes.close();
    await this.closeWriter();
  }
}
