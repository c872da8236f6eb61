/** How the engines find what leads back to a record: by the index of the reference, in tables that nobody has analysed yet. */
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { parseListRequest } from '#domain/query/parse-list-request';
import { planList } from '#domain/query/plan-records';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Field } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import { compileCreateTable } from '#sql/compile-ddl-table';
import { compileList } from '#sql/compile-list';
import { compileCount } from '#sql/compile-read';
import type { Statement } from '#sql/sql-fragment';
import { type Engine, openEngines } from './engines';
import { SIZES } from './on-every-engine';
import { VALUES } from './sample-rows';
import { ACCOUNT, MEMBER, OTHER_ACCOUNT, SESSION, catalogWith, tableTexts } from './world';

const NODES = 400;
const ALL = Array.from({ length: NODES }, (_, number) => number);
/** Rows that a statement may look at, for each node there is. */
const LOOKS = 60;

const sample = catalogWith().find('posts')!;
const text = sample.fields.find(({ type }) => type === 'text')!;
const number = sample.fields.find(({ type }) => type === 'number')!;
const reference = sample.fields.find(({ type }) => type === 'reference')!;

function field(name: string, like: Field, more: Partial<Field> = {}): Field {
  return { ...like, id: name, name, column: name, required: false, ...more };
}

const nodes: Collection = {
  ...sample,
  id: 'id_nodes',
  name: 'nodes',
  table: 'col_nodes',
  fields: [
    field('name', text),
    field('weight', number),
    field('parent', reference, { collection: 'nodes' }),
    field('near', reference, { collection: 'nodes', column: 'jn_nodes_near', options: { multiple: true } }),
  ],
};
const catalog = new Catalog(1, [nodes]);

let engines: Engine[];

beforeAll(async () => {
  engines = await openEngines();
  for (const engine of engines) {
    const system = tableTexts(engine.dialect.name).filter((create) => !create.includes('"col_'));
    for (const create of system) await engine.all(create);
    for (const step of compileCreateTable(nodes, catalog, engine.dialect)) await engine.all(step.text);
    for (const account of [ACCOUNT, OTHER_ACCOUNT]) await seed(engine, account);
  }
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

const nodeId = (node: number): string => `n${String(node).padStart(3, '0')}`;
const childrenOf = (node: number): number[] => [2 * node + 1, 2 * node + 2].filter((child) => child < NODES);
const weightOf = (node: number): number | null => (node % 5 === 0 ? null : node / 10);
const nearOf = (node: number): number[] => [1, 2].map((step) => (node + step) % NODES);
const nearTo = (node: number): number[] => [1, 2].map((step) => (node - step + NODES) % NODES);

/** A tree, in which each node is near to the next two; the other account has the same ids, and more weight. */
async function seed(engine: Engine, account: string): Promise<void> {
  const time = '2026-01-01T00:00:00.000Z';
  const insert = (table: string, rows: string[]) =>
    engine.all(`INSERT INTO "${table}" VALUES ${rows.map((row) => `('${account}', ${row})`).join(', ')}`);
  const rows = ALL.map((node) => {
    const weight = account === ACCOUNT ? weightOf(node) : 1000;
    const parent = node === 0 ? 'NULL' : `'${nodeId(Math.floor((node - 1) / 2))}'`;
    return `'${nodeId(node)}', '${time}', 'u', '${time}', 'u', 1, 'name ${node}', ${weight ?? 'NULL'}, ${parent}`;
  });
  await insert(nodes.table, rows);
  const links = ALL.flatMap((node) => nearOf(node).map((near, at) => `'${nodeId(node)}', '${nodeId(near)}', ${at}`));
  await insert('jn_nodes_near', links);
  const count = `'${nodes.id}', ${NODES}, 0, 1`;
  await engine.all(`INSERT INTO record_counts VALUES ('${account}', ${count})`);
}

const weights = (all: readonly number[]): number[] => all.map(weightOf).filter((weight) => weight !== null);
const sum = (all: readonly number[]): number => all.reduce((before, one) => before + one, 0);

const FILTERS: readonly (readonly [string, (node: number) => boolean])[] = [
  ['nodes_via_parent.name = "name 7"', (node) => childrenOf(node).includes(7)],
  ['!(nodes_via_parent.weight > 5)', (node) => !weights(childrenOf(node)).some((weight) => weight > 5)],
  ['nodes_via_parent = null', (node) => childrenOf(node).length === 0],
  ['nodes_via_parent.nodes_via_parent.name ~ "9"', (node) => childrenOf(node).flatMap(childrenOf).some(hasNine)],
  ['nodes_via_near.name = "name 7"', (node) => nearTo(node).includes(7)],
  ['near.nodes_via_parent.name = "name 7"', (node) => nearOf(node).flatMap(childrenOf).includes(7)],
  ['nodes_via_parent.length = 1', (node) => childrenOf(node).length === 1],
  ['nodes_via_near.length = 2 && name ~ "7"', (node) => String(node).includes('7')],
  ['sum(nodes_via_parent.weight) > 5', (node) => sum(weights(childrenOf(node))) > 5],
  ['max(parent.nodes_via_parent.weight) < 4', (node) => node > 0 && sum(weights(siblingsOf(node)).slice(-1)) < 4],
  ['count(nodes_via_near.weight) < 2', (node) => weights(nearTo(node)).length < 2],
];

function hasNine(node: number): boolean {
  return String(node).includes('9');
}

function siblingsOf(node: number): number[] {
  return childrenOf(Math.floor((node - 1) / 2));
}

function ask(filter: string, shown: Record<string, string> = { fields: 'id' }): { list: Compiled; count: Compiled } {
  const request = parseListRequest({ filter, limit: '100', sort: 'id', ...shown }, nodes, EVERY_COLUMN);
  const plan = planList(MEMBER, new RuledFieldAccess(), catalog, nodes, request);
  const parameters = { credential: SESSION, account: ACCOUNT, skip: 0, limit: 100, ...SIZES };
  const bound = (statement: Statement): [string, ReturnType<typeof bindStatement>] => [
    statement.text,
    bindStatement(statement, { request: { ...VALUES, given: request.given }, parameters }),
  ];
  return {
    list: ({ dialect }) => bound(compileList(plan, dialect)),
    count: ({ dialect }) => bound(compileCount(plan, dialect)),
  };
}

type Compiled = (engine: Engine) => [text: string, values: ReturnType<typeof bindStatement>];

it.each(FILTERS)('%s finds the same on every engine, and nothing of another account', async (filter, holds) => {
  const { list, count } = ask(filter);
  const expected = ALL.filter(holds).map(nodeId);
  expect(expected.length).toBeGreaterThan(0);
  for (const engine of engines) {
    const [page] = await engine.all(...list(engine));
    expect((JSON.parse(page!['items'] as string) as { id: string }[]).map(({ id }) => id)).toEqual(
      expected.slice(0, 100),
    );
    expect(Number((await engine.all(...count(engine)))[0]!['total'])).toBe(expected.length);
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
  const own = removed.reduce((all, [, rows]) => all + Number(rows), node['Actual Rows']) * node['Actual Loops'];
  return (node.Plans ?? []).reduce((all, below) => all + looksOf(below), own);
}

it.each(FILTERS)('PostgreSQL looks at few rows for %s', async (filter) => {
  const engine = engines.find(({ dialect }) => dialect.name === 'postgres')!;
  for (const statement of Object.values(ask(filter))) {
    const [explained, values] = statement(engine);
    const [row] = await engine.all(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${explained}`, values);
    const [{ Plan }] = row!['QUERY PLAN'] as [{ Plan: PlanNode }];
    expect(looksOf(Plan)).toBeLessThan(LOOKS * NODES);
  }
});

it.each(FILTERS)('SQLite searches an index for what leads back in %s', async (filter) => {
  const engine = engines.find(({ dialect }) => dialect.name === 'sqlite')!;
  const [explained, values] = ask(filter).count(engine);
  const steps = (await engine.all(`EXPLAIN QUERY PLAN ${explained}`, values)).map(({ detail }) => String(detail));
  const ofOthers = steps.filter((step) => /^(SEARCH|SCAN) t\d/.test(step));
  expect(ofOthers.length).toBeGreaterThan(0);
  for (const step of ofOthers) expect(step).toMatch(/^SEARCH .* USING .*(account_id=\?|account_id=\? AND .*=\?)/);
  // Followed from a record, and not found before for all of them.
  expect(ofOthers.filter((step) => /\(account_id=\? AND (parent|target_id|id)=\?\)/.test(step)).length).toBeGreaterThan(
    0,
  );
});

const EXPANDED: readonly (readonly [string, (node: number) => unknown])[] = [
  ['nodes_via_parent', (node) => ({ nodes_via_parent: childrenOf(node).map((child) => ({ id: nodeId(child) })) })],
  [
    'nodes_via_parent.parent',
    (node) => ({ nodes_via_parent: childrenOf(node).map(() => ({ parent: { id: nodeId(node) } })) }),
  ],
  [
    'nodes_via_near.nodes_via_parent',
    (node) => ({
      nodes_via_near: nearTo(node)
        .toSorted((one, other) => one - other)
        .map((near) => ({ nodes_via_parent: childrenOf(near).map((child) => ({ id: nodeId(child) })) })),
    }),
  ],
];

describe.each(EXPANDED)('expanded by %s', (expand, shown) => {
  const { list } = ask('', { expand, fields: `${expand}.id` });

  it('a page is the same on every engine, and shows nothing of another account', async () => {
    const expected = ALL.slice(0, 100).map(shown);
    for (const engine of engines) {
      const [page] = await engine.all(...list(engine));
      expect(JSON.parse(page!['items'] as string)).toEqual(expected);
      expect(Number(page!['nested'])).toBeGreaterThan(100);
    }
  });

  it('PostgreSQL looks at few rows', async () => {
    const engine = engines.find(({ dialect }) => dialect.name === 'postgres')!;
    const [explained, values] = list(engine);
    const [row] = await engine.all(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${explained}`, values);
    const [{ Plan }] = row!['QUERY PLAN'] as [{ Plan: PlanNode }];
    expect(looksOf(Plan)).toBeLessThan(LOOKS * NODES);
  });

  it('SQLite searches an index for each list', async () => {
    const engine = engines.find(({ dialect }) => dialect.name === 'sqlite')!;
    const [explained, values] = list(engine);
    const steps = (await engine.all(`EXPLAIN QUERY PLAN ${explained}`, values)).map(({ detail }) => String(detail));
    const ofOthers = steps.filter((step) => /^(SEARCH|SCAN) t\d/.test(step));
    const isByKey = /\(account_id=\? AND (id|parent|target_id|record_id)=\?( AND target_id=\?)?\)$/;
    expect(ofOthers.filter((step) => !isByKey.test(step))).toEqual([]);
  });
});
