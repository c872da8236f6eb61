import type { DataSource } from 'typeorm';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { migrationSource } from '../../../../test/support/migration-source';
import { AddFieldLists1768305600000 } from './1768305600000-add-field-lists';

const CREATED = '2026-01-01T00:00:00.000Z';
const COLLECTION =
  'INSERT INTO collections (id, name, name_key, table_name, fields, indexes, field_lists, created_at, updated_at) ' +
  `VALUES ('c', 'c', 'c', 'c', $1, '[]', $2, '${CREATED}', '${CREATED}')`;
const ALL = JSON.stringify({ list: null, view: null, create: null, update: null });
const FIELD = { id: 'f', name: '"access":{', type: 'text', default: null };

describe.each(ENGINES)('lists of fields on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let source: DataSource;
  beforeEach(async () => {
    place = await create();
    source = await migrationSource(place.target, AddFieldLists1768305600000);
    await source.runMigrations({ transaction: 'each' });
  });
  afterEach(async () => {
    await source.destroy();
    await place.remove();
  });

  test('are taken back where they say nothing', async () => {
    await source.query(COLLECTION, [JSON.stringify([FIELD]), ALL]);
    await source.undoLastMigration();
    expect(JSON.stringify(await source.query('SELECT * FROM collections'))).not.toContain('field_lists');
  });

  test.each([
    [[FIELD], { create: [] }],
    [[{ ...FIELD, access: { read: null, write: '' } }], {}],
  ])('stay where fields are restricted: %j, %j', async (fields, lists) => {
    await source.query(COLLECTION, [JSON.stringify(fields), JSON.stringify(lists)]);
    await expect(source.undoLastMigration()).rejects.toThrow('restrict the use of their fields');
    expect(await source.query('SELECT field_lists FROM collections')).toEqual([{ field_lists: JSON.stringify(lists) }]);
  });
});
