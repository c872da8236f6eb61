import type { CollectionStore } from '#application/ports/collection-store';
import type { Transaction } from '#application/ports/transactions';
import { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { defineCollection } from '#domain/schema/define-collection';
import { parseDefinition } from '#domain/schema/definition-input';
import { DefinitionProblems } from '#domain/schema/definition-problems';
import { diffCollection } from '#domain/schema/diff-collection';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { unitOf } from '../../../../test/support/unit';
import { SqlTableAdmin } from './sql-table-admin.service';
import { SqlCollectionStore } from './sql-collection.store';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { sqlOf } from '../lanes/transaction';

function define(name: string): Collection {
  const problems = new DefinitionProblems();
  const fields = [
    { name: 'title', type: 'text', options: { pattern: "it's \\d" }, default: "it's 5" },
    { name: 'parents', type: 'reference', collection: name, on_delete: 'cascade', options: { multiple: true } },
  ];
  const rules = { list_rule: '', update_rule: 'title = "x"' };
  const input = parseDefinition({ name, fields, indexes: [{ fields: ['title'] }], ...rules }, problems);
  const collection = defineCollection(input, new Catalog(1, []), '2026-01-01T00:00:00.000Z', problems);
  problems.throwIfAny();
  return collection!;
}

describe.each(ENGINES)('the registry on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let database: Database;
  let store: CollectionStore;
  const tables = new SqlTableAdmin();

  beforeEach(async () => {
    place = await create();
    database = await openDatabase({ target: place.target, statementTimeoutMs: 5000, readers: 2, lanes: 2 });
    store = new SqlCollectionStore(database.reads);
  });

  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  function exclusively<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return database.lanes.submitAlone(unitOf(work));
  }

  function add(collection: Collection): Promise<void> {
    return exclusively(async (tx) => {
      await tables.createTable(tx, collection, new Catalog(2, [collection]));
      await store.insert(tx, collection);
      await store.bumpRevision(tx);
    });
  }

  function insertRow(tx: Transaction, { table }: Collection, id: string): Promise<unknown> {
    return sqlOf(tx).all(
      `INSERT INTO ${table} (account_id, id, created_at, created_by, updated_at, updated_by, _rev)
       VALUES ('a', '${id}', '2026-01-01T00:00:00.000Z', 'me', '2026-01-01T00:00:00.000Z', 'me', 1)`,
    );
  }

  test('gives back what it was given, with the revision of the same snapshot', async () => {
    expect(await store.loadAll()).toEqual({ revision: 1, collections: [], macros: [] });
    const [first, second] = [define('First'), define('second')];
    await add(first);
    await add(second);
    expect(await store.loadAll()).toEqual({ revision: 3, collections: [first, second], macros: [] });
    const changed = [
      { ...first, rules: { ...first.rules, list: null, delete: '' }, allowAnonymous: true },
      { ...second, name: 'Third', showUserDetails: !second.showUserDetails, allowAnonymous: false },
    ];
    const inside = await exclusively(async (tx) => {
      await store.update(tx, changed);
      return store.loadAll(tx);
    });
    expect(inside).toEqual({ revision: 3, collections: changed, macros: [] });
  });

  test('refuses two collections whose names differ in case', async () => {
    await add(define('First'));
    await expect(exclusively((tx) => store.insert(tx, { ...define('FIRST'), table: 'col_other' }))).rejects.toThrow();
  });

  test('a change that fails leaves neither table nor row', async () => {
    const collection = define('First');
    const failing = exclusively(async (tx) => {
      await tables.createTable(tx, collection, new Catalog(2, [collection]));
      await store.insert(tx, collection);
      await store.bumpRevision(tx);
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await store.loadAll()).toEqual({ revision: 1, collections: [], macros: [] });
    await add(collection);
  });

  test('rows in the way of a change are named and counted, and nothing changes', async () => {
    const before = define('First');
    await add(before);
    await exclusively((tx) => insertRow(tx, before, 'r1'));
    const [title, parents] = before.fields;
    const after = { ...before, fields: [{ ...title!, required: true, default: null }, parents!] };
    const { changes } = diffCollection(before, after);
    const altering = exclusively((tx) => tables.alterTable(tx, before, after, changes, new Catalog(2, [after])));
    await expect(altering).rejects.toMatchObject({
      code: 'SCHEMA_DATA_CONFLICT',
      kind: 'conflict',
      message: 'title: 1 record is without a value',
    });
    await exclusively((tx) => insertRow(tx, before, 'r2'));
  });

  test('a deleted collection takes its table, its junctions and its counts along', async () => {
    const collection = define('First');
    await add(collection);
    await exclusively(async (tx) => {
      for (const id of ['r1', 'r2']) await insertRow(tx, collection, id);
      for (const [accountId, count] of [
        ['a', 2],
        ['b', 3],
      ] as const) {
        for (let n = 0; n < count; n += 1) {
          const id = `${accountId}${n}`;
          tx.changed({
            accountId,
            collectionId: collection.id,
            id,
            op: 'create',
            before: null,
            after: { id },
            bytes: 0,
          });
        }
      }
    });
    expect(await store.recordCounts()).toEqual(new Map([[collection.id, 5]]));
    const dropped = await exclusively(async (tx) => {
      const rows = await tables.dropTable(tx, collection);
      await store.delete(tx, collection.id);
      return rows;
    });
    expect(dropped).toBe(2);
    expect(await store.recordCounts()).toEqual(new Map());
    await add(collection);
  });
});
