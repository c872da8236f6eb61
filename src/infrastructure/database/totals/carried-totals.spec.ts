import type { Transaction } from '#application/ports/transactions';
import { Logger } from '@nestjs/common';
import { newId } from '#domain/kernel/ids';
import { type Deadline, SYSTEM_ACCOUNT_ID as ACCOUNT } from '#domain/kernel/request-context';
import type { ListPlan } from '#domain/query/record-plan';
import type { RecordChange, StoredRecord } from '#domain/records/record-change';
import { filterTemplate } from '#domain/rules/filter-template';
import { caller, filter, posts } from '#domain/rules/testing/rule-world';
import type { Collection } from '#domain/schema/collection';
import { ENGINES, type TemporaryDatabase } from '../../../../test/support/engines';
import { unitOf } from '../../../../test/support/unit';
import type { Database } from '../database';
import { openDatabase } from '../open-database';
import { CarriedTotals, type Wanted } from './carried-totals';
import { Budget } from './budget';
import { RememberedTotals } from './remembered-totals';

const A: StoredRecord = { id: 'x', title: 'a' };
const B: StoredRecord = { id: 'x', title: 'b' };
const FILTER = 'title = "a"';
/** On records of a table that is not there. */
const UNANSWERED = 'author.name = "a"';

describe.each(ENGINES)('totals that commits carry on, on $name', ({ create }) => {
  let place: TemporaryDatabase;
  let here: Database;
  /** Of another process. */
  let elsewhere: Database;
  let revision: number;
  let collection: Collection;
  let totals: RememberedTotals;
  let wanted: Wanted;
  /** What a count would find: records with the title a. */
  let present: number;
  let counts: number;

  beforeAll(async () => {
    // However busy the machine is.
    jest.spyOn(Budget.prototype, 'isOver', 'get').mockReturnValue(false);
    place = await create();
    const options = { target: place.target, statementTimeoutMs: 5000, readers: 1, lanes: 1 };
    [here, elsewhere] = [await openDatabase(options), await openDatabase(options)];
    const [state] = await here.reads.all(`SELECT value FROM system_state WHERE name = 'schema_revision'`);
    revision = Number(state!['value']);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await Promise.all([here.close(), elsewhere.close()]);
    await place.remove();
  });

  beforeEach(async () => {
    collection = { ...posts, id: newId() };
    totals = new RememberedTotals(here.totals);
    wanted = wantedBy(FILTER);
    [present, counts] = [0, 0];
    await write(change(null, A));
    await total();
    await total();
    expect(counts).toBe(1);
  });

  function wantedBy(text: string): Wanted {
    const plan = { kind: 'list', collection, reach: 'account', where: filter(text), countedFrom: [collection.id] };
    const request = { ...caller, given: filterTemplate(text).given };
    return { key: `${collection.id} ${text}`, account: ACCOUNT, revision, plan: plan as unknown as ListPlan, request };
  }

  function change(before: StoredRecord | null, after: StoredRecord | null): RecordChange {
    const op = before === null ? 'create' : after === null ? 'delete' : 'update';
    return { accountId: ACCOUNT, collectionId: collection.id, id: newId(), op, before, after, bytes: 0 };
  }

  function isA(record: StoredRecord | null): number {
    return record?.['title'] === 'a' ? 1 : 0;
  }

  async function write(
    told: RecordChange,
    { database = here, more = (_tx: Transaction): void => undefined, deadline = null as Deadline | null } = {},
    expected: number | null = revision,
  ): Promise<void> {
    const work = (tx: Transaction): Promise<void> => {
      tx.changed(told);
      more(tx);
      return Promise.resolve();
    };
    const unit = unitOf(work, { credential: null, schemaRevision: expected }, ACCOUNT);
    await database.lanes.submit(deadline === null ? unit : { ...unit, ctx: { ...unit.ctx, deadline } });
    present += isA(told.after) - isA(told.before);
  }

  async function versions(): Promise<string> {
    const text = 'SELECT version FROM record_counts WHERE account_id = $1 AND collection_id = $2';
    const [row] = await here.reads.all(text, [ACCOUNT, collection.id]);
    return `${Number(row!['version'])}/1`;
  }

  async function total(at?: string, whileCounting: () => Promise<void> = () => Promise.resolve()): Promise<number> {
    return totals.get(wanted, ACCOUNT, at ?? (await versions()), async () => {
      counts += 1;
      const found = { answer: present, versions: await versions() };
      await whileCounting();
      return found;
    });
  }

  it('need no count after creates, updates and deletes', async () => {
    for (const [before, after] of [
      [null, A],
      [null, B],
      [A, B],
      [B, A],
      [A, A],
      [A, null],
      [B, null],
    ] as const) {
      await write(change(before, after));
      expect(await total()).toBe(present);
    }
    expect(counts).toBe(1);
  });

  it('follow a group of units, without the one that fails in it', async () => {
    const failing = {
      more: () => {
        throw new Error('not this one');
      },
    };
    const made = [write(change(null, A)), write(change(null, A), failing), write(change(A, B)), write(change(null, A))];
    const settled = await Promise.allSettled(made);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect([await total(), counts]).toEqual([2, 1]);
  });

  it('are as they were where the whole transaction is undone, also when another process makes the same step', async () => {
    const deadline = { passed: null as Error | null };
    const late = { deadline, more: () => (deadline.passed = new Error('Over')) };
    await expect(write(change(null, A), late)).rejects.toThrow('Over');
    expect([await total(), counts]).toEqual([1, 1]);
    await write(change(null, B), { database: elsewhere });
    expect([await total(), counts]).toEqual([1, 2]);
    await write(change(null, A));
    expect([await total(), counts]).toEqual([2, 2]);
  });

  it.each<[string, () => Promise<void>]>([
    ['another process writes', () => write(change(null, A), { database: elsewhere })],
    ['a unit was planned in any schema', () => write(change(null, A), {}, null)],
    [
      'many records are told as one',
      () => {
        const { accountId, collectionId } = change(null, A);
        const summary = { accountId, collectionId, op: 'clear', field: 'title', count: 1, bytes: 0 } as const;
        return write(change(null, A), { more: (tx) => tx.changedMany(summary) });
      },
    ],
  ])('are counted again once %s, and carried on from there', async (_when, work) => {
    await work();
    expect([await total(), counts]).toEqual([2, 2]);
    await write(change(A, B));
    expect([await total(), counts]).toEqual([1, 2]);
  });

  it('are answered as of the snapshot that asks, however many commits are behind or ahead of the count', async () => {
    const seen: (readonly [string, number])[] = [[await versions(), present]];
    for (let index = 0; index < 40; index += 1) {
      await write(change(null, index % 3 === 0 ? A : B));
      seen.push([await versions(), present]);
    }
    for (const [at, answer] of seen.slice(-20)) expect(await total(at)).toBe(answer);
    expect(counts).toBe(1);
  });

  it('are brought up to date where a count ends after commits that it does not see', async () => {
    await write(change(null, A), { database: elsewhere });
    await total(undefined, async () => {
      for (let index = 0; index < 3; index += 1) await write(change(null, A));
    });
    expect([await total(), present, counts]).toEqual([5, 5, 2]);
  });

  it('do not stop a write where the database cannot tell', async () => {
    jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    wanted = wantedBy(UNANSWERED);
    await total();
    await total();
    await Promise.all([write(change(null, A)), write(change(null, { ...A, author: 'ada', account_id: ACCOUNT }))]);
    expect([await versions(), await total(), counts]).toEqual(['3/1', 3, 3]);
  });

  it('let go of those that were planned in an older schema', () => {
    const carried = new CarriedTotals(here.dialect);
    const newer = { ...wanted, revision: revision + 1 };
    expect(carried.begin(wanted)).toBe(carried.find(wanted));
    expect(carried.find(newer)).toBeUndefined();
    expect(carried.begin(newer)).toBe(carried.find(newer));
    expect([carried.find(wanted), carried.begin(wanted)]).toEqual([undefined, undefined]);
  });
});
