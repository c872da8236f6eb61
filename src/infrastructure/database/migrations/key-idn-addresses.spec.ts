import type { DataSource } from 'typeorm';
import { newId, NIL_ID } from '#domain/kernel/ids';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { migrationSource } from '../../../../test/support/migration-source';
import { undoMigrations } from '../../../../test/support/undo-migrations';
import { AddQuotas1767830400000 } from './1767830400000-add-quotas';

const AT = '2026-01-01T00:00:00.000Z';
const USER =
  'INSERT INTO users (id, account_id, email, email_key, password_hash, role_id, is_active, email_verified, created_at, ' +
  `updated_at) VALUES ($1, '${NIL_ID}', $2, $3, 'none', 1, TRUE, TRUE, '${AT}', '${AT}')`;

const BEFORE = [
  ['Ann@München.example', 'ann@münchen.example', 'ann@xn--mnchen-3ya.example'],
  ['bob@xn--mnchen-3ya.example', 'bob@xn--mnchen-3ya.example', 'bob@xn--mnchen-3ya.example'],
  ['bob@münchen.example', 'bob@münchen.example', 'bob@münchen.example'],
  ['Rémy..X@a_b.example', 'rémy..x@a_b.example', 'rémy..x@a_b.example'],
  ['Carl@x.example', 'carl@x.example', 'carl@x.example'],
] as const;

describe.each(ENGINES)('keys of internationalised addresses on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let source: DataSource;
  beforeEach(async () => (place = await create()));
  afterEach(async () => {
    await source.destroy();
    await place.remove();
  });

  const keys = async (): Promise<readonly string[]> => {
    const rows = await source.query<{ email_key: string }[]>('SELECT email_key FROM users ORDER BY id');
    return rows.map((row) => row.email_key);
  };

  test('are those of the domain in ASCII, where nobody has that address; and are taken back', async () => {
    source = await migrationSource(place.target, AddQuotas1767830400000);
    await source.runMigrations({ transaction: 'each' });
    for (const [email, key] of BEFORE) await source.query(USER, [newId(), email, key]);
    await source.destroy();

    source = await migrationSource(place.target);
    await source.runMigrations({ transaction: 'each' });
    expect(await keys()).toEqual(BEFORE.map(([, , after]) => after));

    await undoMigrations(source, AddQuotas1767830400000);
    expect(await keys()).toEqual(BEFORE.map(([, before]) => before));
  });
});
