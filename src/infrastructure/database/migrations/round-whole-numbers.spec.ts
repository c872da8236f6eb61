import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { migrationSource } from '../../../../test/support/migration-source';
import { undoMigrations } from '../../../../test/support/undo-migrations';
import { migrate } from '../open-database';
import { AddQuotas1767830400000 } from './1767830400000-add-quotas';

const { create } = ENGINES.find(({ name }) => name === 'sqlite')!;

let place: TemporaryDatabase;
beforeEach(async () => {
  place = await create();
});
afterEach(() => place.remove());

test('whole numbers beyond 2^53 become the doubles that they were answered as', async () => {
  const written = ['175928847299117060', '-9007199254740993', '9223372036854775807', '9007199254740991', '0.5', 'NULL'];
  await migrate({ target: place.target, statementTimeoutMs: 5000 });
  const source = await migrationSource(place.target);
  try {
    await undoMigrations(source, AddQuotas1767830400000);
    await source.query('CREATE TABLE "col_things" ("id" INTEGER PRIMARY KEY, "n" NUMERIC UNIQUE, "title" TEXT)');
    const fields = JSON.stringify([
      { type: 'number', column: 'n' },
      { type: 'text', column: 'title' },
    ]);
    await source.query(
      'INSERT INTO "collections" ("id", "name", "name_key", "table_name", "fields", "indexes", "created_at", "updated_at") ' +
        `VALUES ('c', 'things', 'things', 'col_things', ?, '[]', '', '')`,
      [fields],
    );
    for (const number of written) await source.query(`INSERT INTO "col_things" ("n") VALUES (${number})`);
    await source.runMigrations({ transaction: 'each' });
    for (const number of written.slice(0, -1)) {
      const found = (await source.query('SELECT count(*) AS "count" FROM "col_things" WHERE "n" = ?', [
        Number(number),
      ])) as object[];
      expect([number, found]).toEqual([number, [{ count: 1 }]]);
    }
  } finally {
    await source.destroy();
  }
});
