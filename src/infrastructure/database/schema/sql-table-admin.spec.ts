import type { ChangeSummary } from '#domain/records/record-change';
import { Catalog } from '#domain/schema/catalog';
import type { Collection } from '#domain/schema/collection';
import { defineCollection } from '#domain/schema/define-collection';
import { parseDefinition } from '#domain/schema/definition-input';
import { DefinitionProblems } from '#domain/schema/definition-problems';
import { diffCollection } from '#domain/schema/diff-collection';
import { reviseCollection } from '#domain/schema/revise-collection';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { unitOf } from '../../../../test/support/unit';
import type { Database } from '../database';
import { LaneTransaction, sqlOf } from '../lanes/transaction';
import { openDatabase } from '../open-database';
import { SqlTableAdmin } from './sql-table-admin.service';

const TIME = '2026-01-01T00:00:00.000Z';
const TITLE = { name: 'title', type: 'text' };
const FRIENDS = { name: 'friends', type: 'reference', collection: 'notes', on_delete: 'set_null' };
const FIELDS = [TITLE, { ...FRIENDS, options: { multiple: true } }];

function checked<T>(work: (problems: DefinitionProblems) => T): T {
  const problems = new DefinitionProblems();
  const value = work(problems);
  problems.throwIfAny();
  return value;
}

function defined(): Collection {
  return checked((problems) =>
    defineCollection(parseDefinition({ name: 'notes', fields: FIELDS }, problems), new Catalog(1, []), TIME, problems),
  )!;
}

function revised(before: Collection, fields: readonly object[]): Collection {
  const catalog = new Catalog(1, [before]);
  return checked((problems) =>
    reviseCollection(before, parseDefinition({ fields }, problems), catalog, TIME, problems),
  );
}

describe.each(ENGINES)('what a schema change tells of records on $name', ({ create }) => {
  const tables = new SqlTableAdmin();
  let place: TemporaryDatabase;
  let database: Database;
  let notes: Collection;

  /** The summaries of a unit that has the database to itself. */
  function summariesOf(work: (tx: LaneTransaction) => Promise<unknown>): Promise<readonly ChangeSummary[]> {
    return database.lanes.submitAlone(
      unitOf(async (tx) => {
        if (!(tx instanceof LaneTransaction)) throw new TypeError('Not of a lane');
        await work(tx);
        return tx.summaries;
      }),
    );
  }

  function alter(fields: readonly object[]): Promise<readonly ChangeSummary[]> {
    const after = revised(notes, fields);
    const { changes } = diffCollection(notes, after);
    return summariesOf((tx) => tables.alterTable(tx, notes, after, changes, new Catalog(2, [after])));
  }

  /** By account: the number of records, and the bytes. */
  type Sums = Readonly<Record<string, readonly [count: number, bytes: number]>>;
  const told = (op: ChangeSummary['op'], field: string | null, sums: Sums) =>
    Object.entries(sums).map(([accountId, [count, bytes]]) => {
      return { accountId, collectionId: notes.id, op, field, count, bytes };
    });

  beforeEach(async () => {
    place = await create();
    database = await openDatabase({ target: place.target, statementTimeoutMs: 5000, readers: 1, lanes: 1 });
    notes = defined();
    const [title, friends] = notes.fields;
    const records = [
      ['a', 'a1', "'one'"],
      ['a', 'a2', 'NULL'],
      ['b', 'b1', 'NULL'],
      ['c', 'c1', "'two'"],
    ];
    const links = [
      ['a', 'a1', 'a2'],
      ['a', 'a1', 'a1'],
      ['b', 'b1', 'b1'],
    ];
    await summariesOf(async (tx) => {
      await tables.createTable(tx, notes, new Catalog(1, [notes]));
      for (const [account, id, value] of records) {
        await sqlOf(tx).all(
          `INSERT INTO ${notes.table} (account_id, id, created_at, created_by, updated_at, updated_by, _rev, ` +
            `${title!.column}) VALUES ('${account}', '${id}', '${TIME}', 'me', '${TIME}', 'me', 1, ${value})`,
        );
      }
      for (const [position, [account, id, target]] of links.entries()) {
        await sqlOf(tx).all(
          `INSERT INTO ${friends!.column} (account_id, record_id, target_id, position) ` +
            `VALUES ('${account}', '${id}', '${target}', ${position})`,
        );
      }
    });
  });
  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  test('a new field with a default fills every record', async () => {
    const summaries = await alter([...FIELDS, { name: 'rank', type: 'number', default: 5 }]);
    expect(summaries).toEqual(told('fill', 'rank', { a: [2, 16], b: [1, 8], c: [1, 8] }));
  });

  test('a new field without a default changes none', async () => {
    expect(await alter([...FIELDS, { name: 'rank', type: 'number' }])).toEqual([]);
  });

  test('removed fields clear the records that had values, however many each had', async () => {
    const summaries = await alter([{ name: 'rank', type: 'number', default: 5, required: true }]);
    const inOrder = summaries.toSorted((left, right) => (left.field ?? '').localeCompare(right.field ?? ''));
    expect(inOrder).toEqual([
      ...told('clear', 'friends', { a: [1, -72], b: [1, -36] }),
      ...told('fill', 'rank', { a: [2, 16], b: [1, 8], c: [1, 8] }),
      ...told('clear', 'title', { a: [1, -3], c: [1, -3] }),
    ]);
    expect(summaries.map(({ accountId }) => accountId)).toEqual(['a', 'a', 'a', 'b', 'b', 'c', 'c']);
  });

  test('a dropped collection drops the records of every account', async () => {
    const summaries = await summariesOf(async (tx) => {
      expect(await tables.dropTable(tx, notes)).toBe(4);
    });
    expect(summaries).toEqual(told('drop', null, { a: [2, 0], b: [1, 0], c: [1, 0] }));
  });
});
