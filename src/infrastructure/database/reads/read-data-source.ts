import { DataSource } from 'typeorm';

/** TypeORM over read-only connections: how system tables are read outside a unit of work. */
export class ReadDataSource extends DataSource {}
