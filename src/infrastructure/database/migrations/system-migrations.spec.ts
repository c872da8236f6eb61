import type { DataSource } from 'typeorm';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { migrationSource } from '../../../../test/support/migration-source';
import { undoMigrations } from '../../../../test/support/undo-migrations';
import { migrate } from '../open-database';
import { AddIdentity1767312000000 } from './1767312000000-add-identity';

describe.each(ENGINES)('the migrations on $name', ({ create }) => {
  let place: TemporaryDatabase;
  beforeEach(async () => {
    place = await create();
  });
  afterEach(() => place.remove());

  async function columns(source: DataSource): Promise<Record<string, string[]>> {
    const runner = source.createQueryRunner();
    const tables = await runner.getTables(['jobs', 'idempotency_keys']);
    await runner.release();
    return Object.fromEntries(
      tables.map((table) => [table.name.split('.').at(-1)!, table.columns.map(({ name }) => name)]),
    );
  }

  test('are taken back one by one, and done again', async () => {
    await migrate({ target: place.target, statementTimeoutMs: 5000 });
    const source = await migrationSource(place.target);
    try {
      const now = await columns(source);
      expect(now['jobs']).not.toContain('priority');
      expect(now['idempotency_keys']).not.toContain('status');
      await undoMigrations(source, AddIdentity1767312000000);
      const before = await columns(source);
      expect(before['jobs']).toEqual(expect.arrayContaining([...now['jobs']!, 'queue', 'priority', 'created_by']));
      expect(before['idempotency_keys']).toEqual(expect.arrayContaining([...now['idempotency_keys']!, 'status']));
      await undoMigrations(source);
      expect(await columns(source)).toEqual({});
      await source.runMigrations({ transaction: 'each' });
      expect(await columns(source)).toEqual(now);
    } finally {
      await source.destroy();
    }
  });
});
