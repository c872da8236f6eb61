import { SqlAccounts } from '../../identity/sql-accounts.service';
import { newId } from '#domain/kernel/ids';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { unitOf } from '../../../../test/support/unit';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { NO_EXPECTATION } from '#application/ports/transactions';

const ROOM = 5;
const TRIES = 12;
const TIME = '2026-01-01T00:00:00.000Z';

describe.each(ENGINES)('quotas on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let databases: Database[];

  beforeEach(async () => {
    place = await create();
    const options = { target: place.target, statementTimeoutMs: 5000, readers: 1, lanes: 2 };
    databases = [
      await openDatabase(options),
      await openDatabase({ ...options, quotas: { records: ROOM, storage: 0 } }),
    ];
  });
  afterEach(async () => {
    for (const database of databases) await database.close();
    await place.remove();
  });

  async function account(records: number | null, code: string): Promise<string> {
    const { reads, lanes } = databases[0]!;
    const accounts = new SqlAccounts(reads);
    const id = newId();
    const slug = code.toLowerCase();
    const fields = { accountCode: code, slug, name: slug, status: 'active', locale: 'en' } as const;
    await lanes.submit(
      unitOf(async (tx) => {
        await accounts.insertIfFree(tx, { id, ...fields, createdAt: TIME, updatedAt: TIME }, false);
        await accounts.update(tx, id, { quotas: { records } }, TIME);
      }),
    );
    return id;
  }

  function tell(database: Database, accountId: string, collectionId: string, op: 'create' | 'delete'): Promise<void> {
    const change = { accountId, collectionId, id: newId(), op, before: null, after: null, bytes: 1 };
    return database.lanes.submit(unitOf((tx) => Promise.resolve(tx.changed(change)), NO_EXPECTATION, accountId));
  }

  async function count(accountId: string): Promise<number> {
    const text = 'SELECT CAST(SUM(count) AS INTEGER) AS records FROM record_counts WHERE account_id = $1';
    return Number((await databases[0]!.reads.all(text, [accountId]))[0]!['records']);
  }

  it('hold for writes of several processes at the same time, whichever collections they are about', async () => {
    const [full, other] = [await account(ROOM, 'AA1111'), await account(null, 'AA2222')];
    const all = Array.from({ length: TRIES }, (_, index) => {
      const database = databases[index % 2]!;
      void tell(databases[0]!, other, 'notes', 'create');
      return tell(database, full, `collection-${index}`, 'create');
    });
    const settled = await Promise.allSettled(all);
    const refused = settled.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(TRIES - ROOM);
    for (const { reason } of refused)
      expect(reason).toMatchObject({ code: 'QUOTA_EXCEEDED', extras: { body: { limit: ROOM } } });
    expect(await count(full)).toBe(ROOM);
    // Units of other accounts that shared a transaction with refused ones are written once.
    await databases[0]!.lanes.drain();
    expect(await count(other)).toBe(TRIES);
  });

  it('of the settings hold where the account has none, and let those get smaller that have too much', async () => {
    const [own, none] = [await account(0, 'AA3333'), await account(null, 'AA4444')];
    for (let index = 0; index <= ROOM; index += 1) {
      await tell(databases[1]!, own, 'notes', 'create');
      await tell(databases[0]!, none, 'notes', 'create');
    }
    await expect(tell(databases[1]!, none, 'notes', 'create')).rejects.toThrow('may have 5 records and has 6');
    await tell(databases[1]!, none, 'notes', 'delete');
    await expect(tell(databases[1]!, none, 'notes', 'create')).rejects.toThrow('has 5');
    await tell(databases[1]!, none, 'notes', 'delete');
    await tell(databases[1]!, none, 'notes', 'create');
    expect(await count(none)).toBe(ROOM);
  });
});
