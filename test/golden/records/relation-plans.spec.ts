/** How the engines go along relations in tables that nobody has analysed yet: never from every row to every other. */
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { parseListRequest } from '#domain/query/parse-list-request';
import { planList } from '#domain/query/plan-records';
import type { ListPlan } from '#domain/query/record-plan';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import { conditionTerms } from '#sql/compile-condition';
import { compileCreateTable } from '#sql/compile-ddl-table';
import { compileList } from '#sql/compile-list';
import { countOthers } from '#sql/compile-others';
import { compileCount } from '#sql/compile-read';
import { following } from '#sql/frame';
import { inReach } from '#sql/in-reach';
import { listedTerms } from '#sql/listed-targets';
import { recordFrame } from '#sql/read-frame';
import { chooseCountWay, chooseWay } from '#sql/relation-way';
import { renderStatement } from '#sql/render-statement';
import { type Statement, joinSql, sql } from '#sql/sql-fragment';
import { type Engine, openEngines } from './engines';
import { SIZES } from './on-every-engine';
import { VALUES } from './sample-rows';
import { ACCOUNT, MEMBER, OTHER_ACCOUNT, SESSION, catalogWith, tableTexts } from './world';

const PEOPLE = 161;
const LABELS = 7;
const PAGE = 40;
const ALL = Array.from({ length: PEOPLE }, (_, number) => number);
/** Rows that a statement may look at, for each person there is. */
const LOOKS = 60;
/** Numbers of people that the server has kept, of which each has its own way. */
const MANY = 1_000_000;
const COUNTS = [0, PEOPLE, MANY];

const sample = catalogWith().find('posts')!;
const text = sample.fields.find(({ type }) => type === 'text')!;
const reference = sample.fields.find(({ type }) => type === 'reference')!;

function field(name: string, like: Field, more: Partial<Field> = {}): Field {
  return { ...like, id: name, name, column: name, required: false, ...more };
}

function links(name: string, collection: string): Field {
  return field(name, reference, { collection, column: `jn_people_${name}`, options: { multiple: true } });
}

function shape(name: string, fields: readonly Field[]): Collection {
  return { ...sample, id: `id_${name}`, name, table: `col_${name}`, fields };
}

const labels = shape('labels', [field('label', text)]);
const people = shape('people', [
  field('name', text),
  field('boss', reference, { collection: 'people' }),
  field('home', reference, { collection: 'labels' }),
  links('related', 'people'),
  links('labels', 'labels'),
]);
const catalog = new Catalog(1, [labels, people]);

let engines: Engine[];

beforeAll(async () => {
  engines = await openEngines();
  for (const engine of engines) {
    const system = tableTexts(engine.dialect.name).filter((create) => !create.includes('"col_'));
    for (const create of system) await engine.all(create);
    for (const collection of catalog.collections) {
      for (const step of compileCreateTable(collection, catalog, engine.dialect)) await engine.all(step.text);
    }
    for (const account of [ACCOUNT, OTHER_ACCOUNT]) await seed(engine, account);
  }
});

afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

const personId = (number: number): string => `p${String(number).padStart(3, '0')}`;
const bossOf = (number: number): number | null => (number === 0 ? null : Math.floor((number - 1) / 2));
const labelOf = (number: number): number => number % LABELS;

/** A tree of people, each related to the next two; the other account has the same ids, and one name for all. */
async function seed(engine: Engine, account: string): Promise<void> {
  const own = account === ACCOUNT;
  const time = '2026-01-01T00:00:00.000Z';
  const system = `'${time}', 'u', '${time}', 'u', 1`;
  const insert = (table: string, rows: string[]) =>
    engine.all(`INSERT INTO "${table}" VALUES ${rows.map((row) => `('${account}', ${row})`).join(', ')}`);
  await insert(
    labels.table,
    ALL.slice(0, LABELS).map((number) => `'l${number}', ${system}, '${own ? `label ${number}` : 'label 1'}'`),
  );
  await insert(
    people.table,
    ALL.map((number) => {
      const boss = bossOf(number);
      return `'${personId(number)}', ${system}, '${own ? `name ${number}` : 'name 3'}', ${boss === null ? 'NULL' : `'${personId(boss)}'`}, 'l${labelOf(number)}'`;
    }),
  );
  await insert(
    'jn_people_related',
    ALL.flatMap((number) =>
      [1, 2].map((step) => `'${personId(number)}', '${personId((number + step) % PEOPLE)}', ${step}`),
    ),
  );
  await insert(
    'jn_people_labels',
    ALL.map((number) => `'${personId(number)}', 'l${labelOf(number)}', 0`),
  );
}

/** What is kept of the numbers of records; the other account has ten thousand times as many. */
async function haveCounts(engine: Engine, ofPeople: number, ofLabels: number): Promise<void> {
  await engine.all('DELETE FROM record_counts');
  for (const [account, times] of [
    [ACCOUNT, 1],
    [OTHER_ACCOUNT, 10_000],
  ] as const) {
    const rows = [`'id_people', ${ofPeople * times}`, `'id_labels', ${ofLabels * times}`];
    const values = rows.map((row) => `('${account}', ${row}, 0, 1)`).join(', ');
    await engine.all(`INSERT INTO record_counts VALUES ${values}`);
  }
}

function bossAfter(number: number, steps: number): number | null {
  return steps === 0 ? number : orNull(bossOf(number), (boss) => bossAfter(boss, steps - 1));
}

function orNull<T>(value: T | null, next: (value: T) => T | null): T | null {
  return value === null ? null : next(value);
}

const relatedAfter2 = (number: number): number[] => [2, 3, 4].map((step) => (number + step) % PEOPLE);
const fourth = (number: number): number | null => bossAfter(number, 4);

const FILTERS: readonly [string, (number: number) => boolean][] = [
  ['boss.boss.boss.boss.name = "name 3"', (number) => fourth(number) === 3],
  ['boss.boss.boss.boss.name != "name 3"', (number) => fourth(number) !== null && fourth(number) !== 3],
  ['!(boss.boss.boss.boss.name = "name 3")', (number) => fourth(number) !== null && fourth(number) !== 3],
  ['boss.boss.boss.boss.name = null', (number) => fourth(number) === null],
  ['boss.name = "name 1" || boss.boss.name = "name 1"', (number) => [bossOf(number), bossAfter(number, 2)].includes(1)],
  ['related.related.labels.label = "label 1"', (number) => relatedAfter2(number).some((other) => labelOf(other) === 1)],
  [
    '!(related.related.labels.label = "label 1")',
    (number) => relatedAfter2(number).every((other) => labelOf(other) !== 1),
  ],
  ['home.label != "label 1"', (number) => labelOf(number) !== 1],
  [
    'home.label ~ "label" && boss.home.label != "label 1" && name != "name 7"',
    (number) => number !== 7 && ![1, null].includes(orNull(bossOf(number), labelOf)),
  ],
  [
    'home.label IN ("label 1", "label 2") || name = "name 7"',
    (number) => [1, 2].includes(labelOf(number)) || number === 7,
  ],
  [
    'related.boss.boss.name = "name 5"',
    (number) => [1, 2].some((step) => bossAfter((number + step) % PEOPLE, 2) === 5),
  ],
];

interface Asked {
  readonly plan: ListPlan;
  readonly bind: (statement: Statement) => ReturnType<typeof bindStatement>;
}

function ask(filter: string, { sort = '', skip = 0 } = {}): Asked {
  const query = { filter, sort, skip: String(skip), limit: String(PAGE), fields: 'id' };
  const request = parseListRequest(query, people, EVERY_COLUMN);
  const parameters = { credential: SESSION, account: ACCOUNT, skip, limit: PAGE, ...SIZES };
  return {
    plan: planList(MEMBER, new RuledFieldAccess(), catalog, people, request),
    bind: (statement) => bindStatement(statement, { request: { ...VALUES, given: request.given }, parameters }),
  };
}

it.each(FILTERS)('%s finds the same on every engine, and nothing of another account', async (filter, holds) => {
  const { plan, bind } = ask(filter);
  const expected = ALL.filter(holds).map(personId).reverse();
  for (const engine of engines) {
    const list = compileList(plan, engine.dialect);
    const count = compileCount(plan, engine.dialect);
    for (const ofPeople of COUNTS) {
      await haveCounts(engine, ofPeople, LABELS);
      const [page] = await engine.all(list.text, bind(list));
      const items = JSON.parse(page!['items'] as string) as { id: string }[];
      expect(items.map(({ id }) => id)).toEqual(expected.slice(0, PAGE));
      const [counted] = await engine.all(count.text, bind(count));
      // The number that is kept, which is none here, counts where only those that are left out are looked at.
      const isFromKept = ofPeople === MANY && countOthers(recordFrame(engine.dialect), plan) !== null;
      expect(Number(counted!['total']) - (isFromKept ? MANY - PEOPLE : 0)).toBe(expected.length);
    }
  }
});

interface PlanNode {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
  readonly [name: string]: unknown;
}

/** Rows that the parts of a plan have seen, those included that they have passed over. */
function looksOf(node: PlanNode): number {
  const removed = Object.entries(node).filter(([name]) => name.startsWith('Rows Removed'));
  const own = removed.reduce((sum, [, rows]) => sum + Number(rows), node['Actual Rows']) * node['Actual Loops'];
  return (node.Plans ?? []).reduce((sum, below) => sum + looksOf(below), own);
}

it.each(FILTERS)('PostgreSQL looks at few rows for %s', async (filter) => {
  const engine = engines.find(({ dialect }) => dialect.name === 'postgres')!;
  const { plan, bind } = ask(filter);
  await haveCounts(engine, PEOPLE, LABELS);
  for (const statement of [compileList(plan, engine.dialect), compileCount(plan, engine.dialect)]) {
    const [row] = await engine.all(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement.text}`, bind(statement));
    const [{ Plan }] = row!['QUERY PLAN'] as [{ Plan: PlanNode }];
    expect(looksOf(Plan)).toBeLessThan(LOOKS * PEOPLE);
  }
});

it.each(FILTERS)('SQLite begins with the targets for %s', async (filter) => {
  const engine = engines.find(({ dialect }) => dialect.name === 'sqlite')!;
  const { plan, bind } = ask(filter);
  const frame = following(recordFrame(engine.dialect), plan.reach, 'known');
  const where = joinSql([...inReach(frame.row, plan.reach), ...conditionTerms(frame, plan.where)], ' AND ');
  const counted = sql('SELECT count(*) FROM "col_people" AS "r" WHERE ', where);
  const statement = renderStatement(engine.dialect, counted);
  const steps = (await engine.all(`EXPLAIN QUERY PLAN ${statement.text}`, bind(statement))).map(({ detail }) =>
    String(detail),
  );
  expect(steps.filter((step) => step.startsWith('CORRELATED') || step.startsWith('SCAN'))).toEqual([]);
  const relations = filter.startsWith('home') ? 1 : 2;
  expect(steps.filter((step) => step.startsWith('LIST SUBQUERY')).length).toBeGreaterThanOrEqual(relations);
});

it('SQLite goes from the targets to the records of a page by the index of the reference', async () => {
  const engine = engines.find(({ dialect }) => dialect.name === 'sqlite')!;
  const { plan, bind } = ask('boss.boss.name = "name 3"');
  const statement = compileList(plan, engine.dialect);
  const steps = await engine.all(`EXPLAIN QUERY PLAN ${statement.text}`, bind(statement));
  const searches = steps.map(({ detail }) => String(detail)).filter((step) => step.startsWith('SEARCH r USING'));
  // The walk, the join and what is known before; each record followed; and the bodies.
  expect(searches.map((step) => step.replace(/.*\(/, '('))).toEqual([
    '(account_id=?)',
    '(account_id=? AND boss=?)',
    '(account_id=? AND boss=?)',
    '(account_id=?)',
    '(account_id=? AND id=?)',
  ]);
});

it('follows each record where few lead into a large collection, and joins where there are many', async () => {
  const { plan, bind } = ask('labels.label = "label 1"');
  for (const engine of engines) {
    const choice = chooseWay(recordFrame(engine.dialect), plan)!;
    const statement = renderStatement(engine.dialect, choice);
    const wayFor = async (ofPeople: number, ofLabels: number): Promise<unknown> => {
      await haveCounts(engine, ofPeople, ofLabels);
      return (await engine.all(statement.text, bind(statement)))[0]!['way'];
    };
    expect(await wayFor(100, 200)).toBe('known');
    expect(await wayFor(100, 201)).toBe('each');
    expect(await wayFor(3999, 5)).toBe('known');
    expect(await wayFor(4000, 5)).toBe('joined');
    await engine.all('DELETE FROM record_counts');
    expect((await engine.all(statement.text, bind(statement)))[0]!['way']).toBe('each');
  }
});

it('counts what many records meet from targets that are known or listed, where PostgreSQL would fetch them one after another', async () => {
  for (const engine of engines) {
    await haveCounts(engine, 1_000_000, LABELS);
    const wayFor = async (filter: string): Promise<unknown> => {
      const { plan, bind } = ask(filter);
      const frame = recordFrame(engine.dialect);
      const canList = listedTerms(frame, plan) !== null;
      const statement = renderStatement(engine.dialect, chooseCountWay(frame, plan, canList)!);
      return (await engine.all(statement.text, bind(statement)))[0]!['way'];
    };
    expect(await wayFor('labels.label = "label 1"')).toBe('joined');
    const isPostgres = engine.dialect.name === 'postgres';
    expect(await wayFor('labels.label != "label 1"')).toBe(isPostgres ? 'known' : 'joined');
    expect(await wayFor('home.label != "label 1"')).toBe(isPostgres ? 'listed' : 'joined');
    expect(await wayFor('home.label = "label 1" || name ~ "name"')).toBe(isPostgres ? 'known' : 'joined');
    expect(await wayFor('boss.name != "name 1"')).toBe(isPostgres ? 'known' : 'joined');
    // As many targets as would take too long to compare with every record.
    await haveCounts(engine, 1_000_000, 101);
    expect(await wayFor('home.label != "label 1"')).toBe(isPostgres ? 'known' : 'joined');
  }
});

describe('the walk of a list', () => {
  it.each([
    ['name ~ "name"', 1],
    ['name ~ "nobody"', 2],
  ])('is all that PostgreSQL does where it fills the page: %s', async (filter, scans) => {
    const engine = engines.find(({ dialect }) => dialect.name === 'postgres')!;
    const { plan, bind } = ask(filter);
    const statement = compileList(plan, engine.dialect);
    const [row] = await engine.all(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement.text}`, bind(statement));
    const [{ Plan }] = row!['QUERY PLAN'] as [{ Plan: PlanNode }];
    expect(scansOf(Plan)).toBe(scans);
  });

  it.each([
    ['related.boss.name != "name 1"', 'id', (number: number) => bossesOfRelated(number).some((boss) => boss !== 1)],
    ['!(related.labels.label = "label 1")', 'name', (number: number) => !isRelatedToLabel(number, 1)],
    ['labels.label = "label 2"', '-name', (number: number) => labelOf(number) === 2],
  ])('and the search after it lead through all pages of %s by %s', async (filter, sort, holds) => {
    const expected = ALL.filter(holds).map((number) => ({ id: personId(number), name: `name ${number}` }));
    if (sort !== 'id') expected.sort((one, other) => (one.name < other.name ? -1 : 1));
    if (sort === '-name') expected.reverse();
    for (const engine of engines) {
      for (const ofPeople of COUNTS) {
        await haveCounts(engine, ofPeople, LABELS);
        const found: string[] = [];
        for (let skip = 0; skip < PEOPLE; skip += PAGE) {
          const { plan, bind } = ask(filter, { sort, skip });
          const statement = compileList(plan, engine.dialect);
          const [page] = await engine.all(statement.text, bind(statement));
          found.push(...(JSON.parse(page!['items'] as string) as { id: string }[]).map(({ id }) => id));
        }
        expect(found).toEqual(expected.map(({ id }) => id));
      }
    }
  });
});

/** Scans of the listed table that have been begun. */
function scansOf(node: PlanNode): number {
  const own = node['Relation Name'] === people.table && node['Actual Loops'] > 0 ? 1 : 0;
  return (node.Plans ?? []).reduce((sum, below) => sum + scansOf(below), own);
}

function bossesOfRelated(number: number): (number | null)[] {
  return [1, 2].map((step) => bossOf((number + step) % PEOPLE)).filter((boss) => boss !== null);
}

function isRelatedToLabel(number: number, label: number): boolean {
  return [1, 2].some((step) => labelOf((number + step) % PEOPLE) === label);
}
