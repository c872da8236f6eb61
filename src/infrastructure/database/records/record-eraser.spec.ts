import type { ChangeSummary } from '#domain/records/record-change';
import { ID_BYTES, SYSTEM_BYTES } from '#domain/records/record-size';
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import { defineCollection } from '#domain/schema/define-collection';
import { parseDefinition } from '#domain/schema/definition-input';
import { DefinitionProblems } from '#domain/schema/definition-problems';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { unitOf } from '../../../../test/support/unit';
import type { Database } from '../database';
import { LaneTransaction, sqlOf } from '../lanes/transaction';
import { openDatabase } from '../open-database';
import { SqlTableAdmin } from '../schema/sql-table-admin.service';
import { RecordEraser } from './record-eraser';

const TIME = '2026-01-01T00:00:00.000Z';
const MINE = 'mine';
const OTHER = 'other';

interface Told {
  readonly erased: number;
  readonly changes: number;
  readonly summaries: readonly ChangeSummary[];
}

const reference = (name: string, collection: string, rest: object = {}) => {
  return { name, type: 'reference', collection, on_delete: 'restrict', ...rest };
};

function define(name: string, fields: readonly object[], others: readonly Collection[]): Collection {
  const problems = new DefinitionProblems();
  const input = parseDefinition({ name, fields }, problems);
  const collection = defineCollection(input, new Catalog(1, others), TIME, problems);
  problems.throwIfAny();
  return collection!;
}

describe.each(ENGINES)('the erasure of records on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let database: Database;

  beforeEach(async () => {
    place = await create();
    database = await openDatabase({ target: place.target, statementTimeoutMs: 5000, readers: 1, lanes: 1 });
  });
  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  function alone<T>(work: (tx: LaneTransaction) => Promise<T>): Promise<T> {
    return database.lanes.submitAlone(unitOf((tx) => work(tx as LaneTransaction)));
  }

  function insert(tx: LaneTransaction, { table }: Collection, account: string, id: string, field?: Field, value = '') {
    const [column, stored] = field ? [`, ${field.column}`, `, '${value}'`] : ['', ''];
    return sqlOf(tx).all(
      `INSERT INTO ${table} (account_id, id, created_at, created_by, updated_at, updated_by, _rev${column}) ` +
        `VALUES ('${account}', '${id}', '${TIME}', 'me', '${TIME}', 'me', 1${stored})`,
    );
  }

  /** Erases piece by piece until nothing is left. */
  async function erase(catalog: Catalog, collection: Collection): Promise<readonly Told[]> {
    const eraser = new RecordEraser(database.dialect);
    const pieces: Told[] = [];
    for (;;) {
      const piece = await alone(async (tx): Promise<Told> => {
        const erased = await eraser.erase(tx, catalog, collection, MINE);
        return { erased, changes: tx.changes.length, summaries: tx.summaries };
      });
      pieces.push(piece);
      if (piece.erased === 0) return pieces;
    }
  }

  const summary = ({ id }: Collection, op: ChangeSummary['op'], field: string | null, count: number, bytes: number) => {
    return [{ accountId: MINE, collectionId: id, op, field, count, bytes }];
  };

  test('tells one summary per piece and collection: links and references first, then records', async () => {
    const people = define('people', [reference('friends', 'people', { options: { multiple: true } })], []);
    const notes = define('notes', [reference('author', 'people')], [people]);
    const catalog = new Catalog(1, [people, notes]);
    const [friends, author] = [people.fields[0]!, notes.fields[0]!];
    await alone(async (tx) => {
      for (const collection of catalog.collections) await new SqlTableAdmin().createTable(tx, collection, catalog);
      for (const account of [MINE, OTHER]) {
        for (const id of ['p1', 'p2', 'p3']) await insert(tx, people, account, id);
        for (const id of ['n1', 'n2']) await insert(tx, notes, account, id, author, 'p1');
        await insert(tx, notes, account, 'n3');
        for (const [position, target] of ['p2', 'p3'].entries()) {
          await sqlOf(tx).all(`INSERT INTO ${friends.column} VALUES ('${account}', 'p1', '${target}', ${position})`);
        }
      }
    });
    expect(await erase(catalog, people)).toEqual([
      { erased: 2, changes: 0, summaries: summary(people, 'clear', 'friends', 1, -2 * ID_BYTES) },
      { erased: 2, changes: 0, summaries: summary(notes, 'clear', 'author', 2, -2 * ID_BYTES) },
      { erased: 3, changes: 0, summaries: summary(people, 'erase', null, 3, -3 * SYSTEM_BYTES) },
      { erased: 0, changes: 0, summaries: [] },
    ]);
    const left = async (table: string) => (await database.reads.all(`SELECT account_id FROM ${table}`)).length;
    expect([await left(people.table), await left(notes.table), await left(friends.column)]).toEqual([3, 6, 2]);
  });

  test('takes a circle of required references as a whole, after the references into it', async () => {
    const lefts = define('lefts', [reference('me', 'lefts', { required: true })], []);
    const rights = define('rights', [reference('partner', 'lefts', { required: true })], [lefts]);
    const guests = define('guests', [reference('host', 'rights')], [lefts, rights]);
    const catalog = new Catalog(1, [lefts, rights, guests]);
    await alone(async (tx) => {
      for (const collection of catalog.collections) await new SqlTableAdmin().createTable(tx, collection, catalog);
      for (const account of [MINE, OTHER]) {
        await insert(tx, lefts, account, 'l1', lefts.fields[0], 'l1');
        await insert(tx, rights, account, 'r1', rights.fields[0], 'l1');
        await insert(tx, rights, account, 'r2', rights.fields[0], 'l1');
        await insert(tx, guests, account, 'g1', guests.fields[0], 'r1');
      }
    });
    const sizeOfOne = SYSTEM_BYTES + Buffer.byteLength('l1');
    expect(await erase(catalog, lefts)).toEqual([
      { erased: 1, changes: 0, summaries: summary(guests, 'clear', 'host', 1, -ID_BYTES) },
      {
        erased: 3,
        changes: 0,
        summaries: [
          ...summary(lefts, 'erase', null, 1, -sizeOfOne),
          ...summary(rights, 'erase', null, 2, -2 * sizeOfOne),
        ],
      },
      { erased: 0, changes: 0, summaries: [] },
    ]);
  });
});
