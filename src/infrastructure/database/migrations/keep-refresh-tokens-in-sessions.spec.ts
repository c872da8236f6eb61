import type { DataSource } from 'typeorm';
import { newId, NIL_ID } from '#domain/kernel/ids';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { migrationSource } from '../../../../test/support/migration-source';
import { undoMigrations } from '../../../../test/support/undo-migrations';
import { DropUnusedColumns1767484800000 } from './1767484800000-drop-unused-columns';
import { KeepRefreshTokensInSessions1767571200000 } from './1767571200000-keep-refresh-tokens-in-sessions';
import { DropUsedRefreshTokens1767657600000 } from './1767657600000-drop-used-refresh-tokens';

const CREATED = '2026-01-01T00:00:00.000Z';
const USED_END = '2026-01-08T00:00:00.000Z';
const END = '2026-01-09T00:00:00.000Z';

const USER =
  'INSERT INTO users (id, account_id, email, email_key, password_hash, role_id, is_active, email_verified, created_at, ' +
  `updated_at) VALUES ($1, '${NIL_ID}', 'a@a.example', 'a@a.example', 'none', 1, TRUE, TRUE, '${CREATED}', '${CREATED}')`;
const SESSION =
  'INSERT INTO sessions (id, account_id, user_id, created_at, expires_at, refresh_id, refresh_hash) ' +
  `VALUES ($1, '${NIL_ID}', $2, '${CREATED}', '${END}', $3, $4)`;
const USED = `INSERT INTO used_refresh_tokens (id, session_id, token_hash, expires_at) VALUES ($1, $2, 'used', '${USED_END}')`;
const ALL_USED = 'SELECT * FROM used_refresh_tokens';

describe.each(ENGINES)('refresh tokens in sessions on $name', ({ create }) => {
  const [user, session, issued, used, newest] = [newId(), newId(), newId(), newId(), newId()] as const;
  let place: TemporaryDatabase;
  let source: DataSource;
  beforeEach(async () => (place = await create()));
  afterEach(async () => {
    await source.destroy();
    await place.remove();
  });

  const sessions = () => source.query('SELECT id, refresh_id, refresh_hash FROM sessions ORDER BY id');
  const SESSIONS = [
    { id: session, refresh_id: newest, refresh_hash: 'newest' },
    { id: issued, refresh_id: null, refresh_hash: null },
  ];

  /** A database of a server that knows no migration after `last`, with two sessions. */
  async function databaseAt(last: Parameters<typeof migrationSource>[1]): Promise<void> {
    source = await migrationSource(place.target, last);
    await source.runMigrations({ transaction: 'each' });
    await source.query(USER, [user]);
    await source.query(SESSION, [session, user, newest, 'newest']);
    await source.query(SESSION, [issued, user, null, null]);
  }

  test('are what was there before, there and back', async () => {
    await databaseAt(KeepRefreshTokensInSessions1767571200000);
    await source.query(USED, [used, session]);

    await undoMigrations(source, DropUnusedColumns1767484800000);
    expect(await source.query('SELECT id, token_hash, expires_at, used_at FROM refresh_tokens ORDER BY id')).toEqual([
      { id: used, token_hash: 'used', expires_at: USED_END, used_at: CREATED },
      { id: newest, token_hash: 'newest', expires_at: END, used_at: null },
    ]);

    await source.runMigrations({ transaction: 'each' });
    expect(await sessions()).toEqual(SESSIONS);
    expect(await source.query(ALL_USED)).toEqual([
      { id: used, session_id: session, token_hash: 'used', expires_at: USED_END },
    ]);
  });

  test('stay when the used ones go, which can be kept again afterwards', async () => {
    await databaseAt(DropUsedRefreshTokens1767657600000);
    await expect(source.query(ALL_USED)).rejects.toThrow('used_refresh_tokens');

    await undoMigrations(source, KeepRefreshTokensInSessions1767571200000);
    expect(await sessions()).toEqual(SESSIONS);
    expect(await source.query(ALL_USED)).toEqual([]);
    await source.query(USED, [used, session]);

    await source.runMigrations({ transaction: 'each' });
    expect(await sessions()).toEqual(SESSIONS);
    await expect(source.query(ALL_USED)).rejects.toThrow('used_refresh_tokens');
  });
});
