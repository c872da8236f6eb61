import type { DataSource } from 'typeorm';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { migrationSource } from '../../../../test/support/migration-source';
import { IndexMailsByRecipient1768046400000 } from './1768046400000-index-mails-by-recipient';
import { LetAnonymousAccessBeUnset1768132800000 } from './1768132800000-let-anonymous-access-be-unset';

const CREATED = '2026-01-01T00:00:00.000Z';
const COLLECTION =
  'INSERT INTO collections (id, name, name_key, table_name, fields, indexes, view_rule, create_rule, allow_anonymous, created_at, ' +
  `updated_at) VALUES ($1, $1, $1, $1, '[]', '[]', $2, $3, $4, '${CREATED}', '${CREATED}')`;

describe.each(ENGINES)('anonymous access on $name', ({ create }) => {
  let place: TemporaryDatabase;
  const sources: DataSource[] = [];
  beforeEach(async () => (place = await create()));
  afterEach(async () => {
    for (const source of sources.splice(0)) await source.destroy();
    await place.remove();
  });

  async function migrated(last: Parameters<typeof migrationSource>[1]): Promise<DataSource> {
    const source = await migrationSource(place.target, last);
    sources.push(source);
    await source.runMigrations({ transaction: 'each' });
    return source;
  }

  async function allowed(source: DataSource): Promise<unknown> {
    const rows = (await source.query('SELECT id, allow_anonymous FROM collections')) as Record<string, unknown>[];
    const told = (value: unknown): unknown => (value === null ? null : Boolean(value));
    return Object.fromEntries(rows.map((row) => [row['id'], told(row['allow_anonymous'])]));
  }

  test('is unset where it was the default, and no expression opens on the way back', async () => {
    const before = await migrated(IndexMailsByRecipient1768046400000);
    await before.query(COLLECTION, ['open', '', null, true]);
    await before.query(COLLECTION, ['ruled', '', 'title != 1', true]);
    await before.query(COLLECTION, ['closed', '', '', false]);

    const source = await migrated(LetAnonymousAccessBeUnset1768132800000);
    expect(await allowed(source)).toEqual({ open: null, ruled: null, closed: false });
    await source.query(COLLECTION, ['meant', '', 'title != 1', true]);

    await source.undoLastMigration();
    expect(await allowed(source)).toEqual({ open: true, ruled: false, closed: false, meant: true });
  });
});
