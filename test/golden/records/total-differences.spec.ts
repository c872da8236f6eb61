/** What a change adds to a total: by the evaluator of conditions on the whole records, by what a commit looks at, and on every engine. */
import fc from 'fast-check';
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { carriedBy } from '#domain/query/carried-by';
import { parseListRequest } from '#domain/query/parse-list-request';
import { planList } from '#domain/query/plan-records';
import type { ListPlan } from '#domain/query/record-plan';
import type { RecordChange } from '#domain/records/record-change';
import type { RequestValues } from '#domain/rules/condition';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { evaluateCondition } from '#domain/rules/evaluate';
import type { Relations, Row as StoredRow } from '#domain/rules/evaluation';
import { DomainError } from '#domain/kernel/errors';
import { askDifference, imagesToAsk } from '#server/infrastructure/database/totals/ask-difference';
import { Budget } from '#server/infrastructure/database/totals/budget';
import { CarriedTotal } from '#server/infrastructure/database/totals/carried-total';
import { evaluateDifference } from '#server/infrastructure/database/totals/evaluate-difference';
import { compileDifference } from '#sql/compile-difference';
import { randomRuns, scaled } from '../../support/random-runs';
import { type Engine, openEngines } from './engines';
import { randomRule } from './random-rule';
import { POSTS, rowsOf, VALUES, writeSample } from './sample-rows';
import { ACCOUNT, MEMBER, computedCatalog, tableTexts } from './world';

const TIMEOUT_MS = scaled(120_000);
const FIELDS = new RuledFieldAccess();

const catalog = computedCatalog();
const posts = catalog.find('posts')!;
const rows = rowsOf('posts');
const byId = new Map<string, StoredRow>(
  catalog.collections.flatMap(({ name }) =>
    rowsOf(name).map((row) => [`${name} ${row['id'] as string}`, row] as const),
  ),
);
const relations: Relations = { find: (target, id) => byId.get(`${target?.name ?? 'users'} ${id}`) };

let engines: Engine[];

beforeAll(async () => {
  engines = await openEngines();
  for (const engine of engines) {
    for (const text of tableTexts(engine.dialect.name)) await engine.all(text);
    await writeSample(engine, catalog);
  }
});
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

const row = fc.constantFrom(...rows);
const fieldNames = Object.keys(POSTS[0]!).filter((name) => name !== 'id');

/** A record that is made, goes, or gets some values of another one. */
const change: fc.Arbitrary<Pick<RecordChange, 'before' | 'after'>> = fc.oneof(
  row.map((after) => ({ before: null, after })),
  row.map((before) => ({ before, after: null })),
  fc.tuple(row, row, fc.subarray(fieldNames)).map(([before, other, names]) => ({
    before,
    after: { ...before, ...Object.fromEntries(names.map((name) => [name, other[name]!])), updated_by: 'another' },
  })),
);

function changeOf({ before, after }: Pick<RecordChange, 'before' | 'after'>): RecordChange {
  const op = before === null ? 'create' : after === null ? 'delete' : 'update';
  return { accountId: ACCOUNT, collectionId: posts.id, id: 'any', op, before, after, bytes: 0 };
}

function planOf(filter: string): { readonly plan: ListPlan; readonly request: RequestValues } | null {
  try {
    const request = parseListRequest({ filter }, posts, EVERY_COLUMN);
    return { plan: planList(MEMBER, FIELDS, catalog, posts, request), request: { ...VALUES, given: request.given } };
  } catch (error) {
    // Literals may not fit each other, or a random rule be too deep.
    if (error instanceof DomainError) return null;
    throw error;
  }
}

const COMPUTED = ['good', 'slug ~ "a"', 'score > 3 && author.name != "a"'];
const filter = fc.oneof({ weight: 9, arbitrary: randomRule }, { weight: 1, arbitrary: fc.constantFrom(...COMPUTED) });

it(
  'a commit finds the difference that the whole records make',
  async () => {
    let [carried, related, differences] = [0, 0, 0];
    const property = fc.asyncProperty(filter, fc.array(change, { maxLength: 5 }), async (text, made) => {
      const planned = planOf(text);
      if (planned === null) return;
      const { plan, request } = planned;
      const by = carriedBy(plan);
      if (by === null) return;
      carried += 1;
      const holds = (record: StoredRow | null): number =>
        record !== null && evaluateCondition(plan.where, { row: record, values: request, relations }) === true ? 1 : 0;
      const changes = made.map(changeOf);
      const expected = changes.reduce((sum, { before, after }) => sum + holds(after) - holds(before), 0);
      if (expected !== 0) differences += 1;
      const total = new CarriedTotal(plan, by, request, new Map());
      if (!by.related) {
        expect(evaluateDifference(total, changes, new Budget(() => 0))).toEqual({ by: expected, others: null });
      } else {
        related += 1;
      }
      const images = imagesToAsk(total, changes)!;
      if (images === undefined) {
        expect(expected).toBe(0);
        return;
      }
      for (const engine of engines) {
        const { name } = engine.dialect;
        const statement = compileDifference(plan, engine.dialect);
        const found = await askDifference(engine, statement, total, ACCOUNT, images, 0);
        expect({ name, ...found }).toEqual({ name, by: expected, others: expect.any(String) as string });
      }
    });
    await fc.assert(property, randomRuns(600));
    expect([carried > scaled(200), related > scaled(20), differences > scaled(40)]).toEqual([true, true, true]);
  },
  TIMEOUT_MS,
);
