import type { DataSource } from 'typeorm';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { migrationSource } from '../../../../test/support/migration-source';
import { AddFieldLists1768305600000 } from './1768305600000-add-field-lists';
import { AddPiiGroups1768392000000 } from './1768392000000-add-pii-groups';

const TIME = '2026-01-01T00:00:00.000Z';
const [OLD, READY] = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'];
const ACCOUNT =
  'INSERT INTO accounts (id, account_code, slug, name, created_at, updated_at) ' +
  `VALUES ($1, $2, $3, 'Name', '${TIME}', '${TIME}')`;
const GROUP =
  'INSERT INTO "groups" (id, account_id, name, description, created_at, updated_at) ' +
  `VALUES ($1, $1, 'pii_access', 'Theirs', '${TIME}', '${TIME}')`;
const GROUPS = 'SELECT account_id, name, description FROM "groups" ORDER BY account_id';
const COLLECTION =
  'INSERT INTO collections (id, name, name_key, table_name, fields, indexes, created_at, updated_at) ' +
  `VALUES ('c', 'people', 'people', 'c', $1, '[]', '${TIME}', '${TIME}')`;

describe.each(ENGINES)('groups for personal data on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let source: DataSource;
  beforeEach(async () => {
    place = await create();
    const before = await migrationSource(place.target, AddFieldLists1768305600000);
    await before.runMigrations({ transaction: 'each' });
    await before.query(ACCOUNT, [OLD, 'AB1234', 'old']);
    await before.query(ACCOUNT, [READY, 'AB1235', 'ready']);
    await before.query(GROUP, [READY]);
    await before.destroy();
    source = await migrationSource(place.target, AddPiiGroups1768392000000);
    await source.runMigrations({ transaction: 'each' });
  });
  afterEach(async () => {
    await source.destroy();
    await place.remove();
  });

  test('come to accounts that have none, and stay when they are taken back', async () => {
    const groups = [
      { account_id: OLD, name: 'pii_access', description: 'Users in this group can view unmasked PII data' },
      { account_id: READY, name: 'pii_access', description: 'Theirs' },
    ];
    expect(await source.query(GROUPS)).toEqual(groups);
    await source.undoLastMigration();
    await source.runMigrations({ transaction: 'each' });
    expect(await source.query(GROUPS)).toEqual(groups);
  });

  test('are not taken back where something is masked', async () => {
    const pii = { mask: 'full', clearTo: { roles: [], groups: [] } };
    await source.query(COLLECTION, [JSON.stringify([{ id: 'f', name: 'ssn', type: 'text', pii }])]);
    await expect(source.undoLastMigration()).rejects.toThrow('mask their fields, which would be shown: people');
  });
});
