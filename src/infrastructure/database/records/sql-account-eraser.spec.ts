import { NO_EXPECTATION } from '#application/ports/transactions';
import { unitOf } from '../../../../test/support/unit';
import { newId } from '#domain/kernel/ids';
import { POSTGRES, type TemporaryDatabase } from '../../../../test/support/engines';
import { eventually } from '../../../../test/support/eventually';
import { SqlAccountEraser } from './sql-account-eraser.service';
import type { Database } from '../database';
import { openDatabase } from '../open-database';

const WAITING =
  'SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database WHERE NOT granted AND datname = current_database()';

describe('the erasure of an account on PostgreSQL', () => {
  let place: TemporaryDatabase;
  let databases: Database[] = [];

  beforeAll(async () => {
    place = await POSTGRES.create();
    const options = { target: place.target, statementTimeoutMs: 5000, readers: 1, lanes: 2 };
    databases = [await openDatabase(options), await openDatabase(options)];
  });
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await place?.remove();
  });

  test('begins after the writes of other processes that may not have seen the mark', async () => {
    const [own, other] = databases as [Database, Database];
    const accountId = newId();
    let finish = (): void => undefined;
    const writing = new Promise<void>((resolve) => (finish = resolve));
    let begun = (): void => undefined;
    const underWay = new Promise<void>((resolve) => (begun = resolve));
    const write = other.lanes.submit(
      unitOf(
        () => {
          begun();
          return writing;
        },
        NO_EXPECTATION,
        accountId,
      ),
    );
    await underWay;

    const events: string[] = [];
    const waited = new SqlAccountEraser(own).awaitEarlierWrites(accountId).then(() => events.push('go'));
    await eventually(async () => (await own.reads.all(WAITING)).length > 0);
    events.push('written');
    finish();
    await Promise.all([write, waited]);
    expect(events).toEqual(['written', 'go']);
  });
});
