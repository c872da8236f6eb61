import { DataSource } from 'typeorm';
import { newId, NIL_ID } from '#domain/kernel/ids';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { undoMigrations } from '../../../../test/support/undo-migrations';
import { unitOf } from '../../../../test/support/unit';
import { sqlOf } from '../lanes/transaction';
import { openDatabase } from '../open-database';
import { DropUnusedColumns1767484800000 } from './1767484800000-drop-unused-columns';
import { SYSTEM_MIGRATIONS } from './system-migrations';

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

describe.each(ENGINES)('refresh tokens in sessions on $name', ({ create }) => {
  let place: TemporaryDatabase;
  beforeEach(async () => (place = await create()));
  afterEach(() => place.remove());

  const open = () => openDatabase({ target: place.target, statementTimeoutMs: 1000, readers: 1, lanes: 1 });

  /** What the database had before the migration, from what it has after it. */
  async function undo(): Promise<unknown[]> {
    const { target } = place;
    const source = new DataSource({
      ...(target.kind === 'sqlite' ? { type: 'sqlite', database: target.file } : { type: 'postgres', url: target.url }),
      migrations: SYSTEM_MIGRATIONS,
    });
    await source.initialize();
    await undoMigrations(source, DropUnusedColumns1767484800000);
    const rows = await source.query('SELECT id, token_hash, expires_at, used_at FROM refresh_tokens ORDER BY id');
    await source.destroy();
    return rows as unknown[];
  }

  test('are what was there before, there and back', async () => {
    const [user, session, issued, used, newest] = [newId(), newId(), newId(), newId(), newId()] as const;
    let database = await open();
    await database.lanes.submit(
      unitOf(async (tx) => {
        const sql = sqlOf(tx);
        await sql.all(USER, [user]);
        await sql.all(SESSION, [session, user, newest, 'newest']);
        await sql.all(SESSION, [issued, user, null, null]);
        await sql.all(USED, [used, session]);
      }),
    );
    await database.close();

    expect(await undo()).toEqual([
      { id: used, token_hash: 'used', expires_at: USED_END, used_at: CREATED },
      { id: newest, token_hash: 'newest', expires_at: END, used_at: null },
    ]);

    database = await open();
    const sessions = await database.reads.all('SELECT id, refresh_id, refresh_hash FROM sessions ORDER BY id');
    expect(sessions).toEqual([
      { id: session, refresh_id: newest, refresh_hash: 'newest' },
      { id: issued, refresh_id: null, refresh_hash: null },
    ]);
    expect(await database.reads.all('SELECT * FROM used_refresh_tokens')).toEqual([
      { id: used, session_id: session, token_hash: 'used', expires_at: USED_END },
    ]);
    await database.close();
  });
});
