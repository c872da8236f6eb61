import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Database } from './database';
import { DatabaseOptions } from './database-options';
import { WriteLanes } from './lanes/write-lanes';
import { openConnections } from './open-database';
import { ReadPool } from './reads/read-pool';

/**
 * The readers and the write lanes. Nest shuts global modules down after all others, and in the reverse order of their
 * import: these before TypeORM's module, so that lanes drain before any source is closed.
 */
@Global()
@Module({
  providers: [
    { provide: Database, useFactory: openConnections, inject: [DatabaseOptions, DataSource] },
    { provide: ReadPool, useFactory: (database: Database) => database.reads, inject: [Database] },
    { provide: WriteLanes, useFactory: (database: Database) => database.lanes, inject: [Database] },
  ],
  exports: [Database, ReadPool, WriteLanes],
})
export class ConnectionsModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
