/** How the engines use an index over fields and over what is in json: for conditions and for sorts, also from a cursor on. */
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { encodeCursor, orderSignature } from '#domain/query/cursor';
import { parseListRequest } from '#domain/query/parse-list-request';
import { planList } from '#domain/query/plan-records';
import type { KeysetValue } from '#domain/query/record-plan';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import { Catalog } from '#domain/schema/catalog';
import type { Collection, Field, JsonValue } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import { compileCreateTable } from '#sql/compile-ddl-table';
import { compileList } from '#sql/compile-list';
import type { SqlValue } from '#sql/sql-fragment';
import { type Engine, type Row, openEngines } from './engines';
import { SIZES } from './on-every-engine';
import { VALUES } from './sample-rows';
import { ACCOUNT, MEMBER, OTHER_ACCOUNT, SESSION, catalogWith, tableTexts } from './world';

const THINGS = 3000;
const PAGE = 20;
const ALL = Array.from({ length: THINGS }, (_, number) => number);

const sample = catalogWith().find('posts')!;
const like = (type: Field['type']): Field => sample.fields.find((field) => field.type === type)!;
const index = (name: string, ...fields: string[]) => ({ name, fields, unique: false });

const things: Collection = {
  ...sample,
  id: 'id_things',
  name: 'things',
  table: 'col_things',
  fields: [
    { ...like('text'), id: 'kind', name: 'kind', column: 'kind', required: false },
    { ...like('json'), id: 'meta', name: 'meta', column: 'meta' },
    { ...like('number'), id: 'price', name: 'price', column: 'price', required: false },
    { ...like('text'), id: 'code', name: 'code', column: 'code', required: true },
  ],
  indexes: [
    index('ix_price', 'price'),
    index('ix_code', 'code'),
    index('ix_kind_price', 'kind', 'price'),
    index('ix_color', 'meta.color:text'),
    index('ix_width', 'meta.sizes[0].width:number'),
    index('ix_kind_sold', 'kind', 'meta.sold:boolean'),
  ],
};
const catalog = new Catalog(1, [things]);

let engines: Engine[];

beforeAll(async () => {
  engines = await openEngines();
  for (const engine of engines) {
    const system = tableTexts(engine.dialect.name).filter((create) => !create.includes('"col_'));
    for (const create of system) await engine.all(create);
    for (const step of compileCreateTable(things, catalog, engine.dialect)) await engine.all(step.text);
    for (const account of [ACCOUNT, OTHER_ACCOUNT]) await seed(engine, account);
    if (engine.dialect.name === 'postgres') await engine.all('ANALYZE col_things');
  }
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

const priceOf = (thing: number): number | null => (thing % 10 < 8 ? thing / 8 : null);
const codeOf = (thing: number): string => `c${thingId(THINGS - thing)}`;
const thingId = (thing: number): string => `t${String(thing).padStart(4, '0')}`;

function metaOf(thing: number): JsonValue {
  if (thing % 10 === 9) return thing % 20 === 9 ? null : ['red'];
  const color = thing % 10 === 8 ? thing : `c${thing % 300}`;
  return { color, sizes: [{ width: thing % 10 === 7 ? 'wide' : thing / 8 }], sold: thing % 100 === 0 };
}

async function seed(engine: Engine, account: string): Promise<void> {
  const time = '2026-01-01T00:00:00.000Z';
  const rows = ALL.map((thing) => {
    const meta = metaOf(thing);
    const stored = meta === null ? 'NULL' : `'${JSON.stringify(meta)}'`;
    return `('${account}', '${thingId(thing)}', '${time}', 'u', '${time}', 'u', 1, 'k${thing % 3}', ${stored}, ${priceOf(thing) ?? 'NULL'}, '${codeOf(thing)}')`;
  });
  await engine.all(`INSERT INTO "col_things" VALUES ${rows.join(', ')}`);
}

interface Asked {
  readonly filter?: string;
  readonly sort?: string;
  readonly after?: readonly KeysetValue[];
}

function ask({ dialect }: Engine, { filter = '', sort = '', after }: Asked): [string, readonly SqlValue[]] {
  const plan = (cursor?: string) => {
    const query = { filter, sort, limit: String(PAGE), fields: 'id', ...(cursor === undefined ? {} : { cursor }) };
    const request = parseListRequest(query, things, EVERY_COLUMN);
    return { request, plan: planList(MEMBER, new RuledFieldAccess(), catalog, things, request) };
  };
  const { order } = plan().plan;
  const { request, plan: wanted } = plan(after && encodeCursor(orderSignature(order), [...after]));
  const statement = compileList(wanted, dialect);
  const position = Object.fromEntries((after ?? []).map((value, at) => [`k${at}`, value]));
  const parameters = {
    credential: SESSION,
    account: ACCOUNT,
    skip: 0,
    limit: PAGE,
    fetch: PAGE + 1,
    ...SIZES,
    ...position,
  };
  return [statement.text, bindStatement(statement, { request: { ...VALUES, given: request.given }, parameters })];
}

function idsOf([page]: readonly Row[]): JsonValue {
  return (JSON.parse(page!['items'] as string) as { id: string }[]).map(({ id }) => id);
}

interface Case extends Asked {
  /** Of SQLite: how it finds the rows, before it renders any. */
  readonly search: string;
  /** The rows that PostgreSQL looks at by the index for them, at most. */
  readonly read: number;
  readonly finds: readonly number[];
}

const widthOf = (thing: number): number | null => (thing % 10 < 7 || thing % 10 === 8 ? thing / 8 : null);
const newest = (holds: (thing: number) => boolean): number[] => ALL.filter(holds).reverse().slice(0, PAGE);
const nulls = ALL.filter((thing) => widthOf(thing) === null);
const widths = ALL.filter((thing) => widthOf(thing) !== null);

const unpriced = ALL.filter((thing) => priceOf(thing) === null);
const priced = ALL.filter((thing) => priceOf(thing) !== null);

const CASES: Readonly<Record<string, Case>> = {
  'an equality over an optional field': {
    filter: 'price = 100',
    search: 'INDEX ix_price (account_id=? AND price=?)',
    read: 1,
    finds: [800],
  },
  'a range of an optional field': {
    filter: 'price >= 100 && price < 101',
    search: 'INDEX ix_price (account_id=? AND price>? AND price<?)',
    read: 8,
    finds: [807, 806, 805, 804, 803, 802, 801, 800],
  },
  'a sort by an optional field': {
    sort: 'price',
    search: 'INDEX ix_price (account_id=?)',
    // All that are null are sorted by their ids.
    read: unpriced.length + 1,
    finds: unpriced.slice(0, PAGE),
  },
  'a sort downwards by an optional field': {
    sort: '-price',
    search: 'INDEX ix_price (account_id=?)',
    read: PAGE + 1,
    finds: priced.slice(-PAGE).reverse(),
  },
  'a sort by an optional field from a cursor on': {
    sort: 'price',
    after: [100, thingId(800)],
    search: 'INDEX ix_price (account_id=? AND price>?)',
    // With the record that the cursor stands at.
    read: PAGE + 3,
    finds: priced.filter((thing) => thing > 800).slice(0, PAGE),
  },
  'a sort downwards by an optional field from a cursor on': {
    sort: '-price',
    after: [100, thingId(800)],
    search: 'INDEX ix_price (account_id=? AND price<?)',
    read: PAGE + 3,
    finds: priced
      .filter((thing) => thing < 800)
      .slice(-PAGE)
      .reverse(),
  },
  'a sort downwards from a cursor on that few values are left from': {
    sort: '-price',
    after: [0.5, thingId(4)],
    search: 'INDEX ix_price (account_id=? AND price<?)',
    read: 5 + unpriced.length,
    finds: [3, 2, 1, 0, ...unpriced.slice(4 - PAGE).reverse()],
  },
  'a sort by an optional field under a condition': {
    sort: 'price',
    filter: 'id ~ "t"',
    search: 'INDEX ix_price (account_id=?)',
    read: unpriced.length + 1,
    finds: unpriced.slice(0, PAGE),
  },
  'a sort by two optional fields': {
    sort: '-kind,-price',
    search: 'INDEX ix_kind_price (account_id=?)',
    read: PAGE + 1,
    finds: priced
      .filter((thing) => thing % 3 === 2)
      .slice(-PAGE)
      .reverse(),
  },
  'a sort by a required field from a cursor on': {
    sort: '-code',
    after: [codeOf(800), thingId(800)],
    search: 'INDEX ix_code (account_id=? AND code<?)',
    read: PAGE + 3,
    finds: ALL.slice(801, 801 + PAGE),
  },
  'an equality': {
    filter: 'meta.color = "c7"',
    search: 'INDEX ix_color (account_id=? AND <expr>=?)',
    read: 10,
    finds: newest((thing) => thing % 300 === 7),
  },
  'an equality with a value of another type': {
    filter: 'meta.color = "8"',
    search: 'INDEX ix_color (account_id=? AND <expr>=?)',
    read: 0,
    finds: [],
  },
  'equalities over a field and a path': {
    filter: 'meta.sold = true && kind = "k1"',
    search: 'INDEX ix_kind_sold (account_id=? AND kind=? AND <expr>=?)',
    read: 10,
    finds: newest((thing) => thing % 300 === 100),
  },
  'a range': {
    filter: 'meta.sizes[0].width >= 100 && meta.sizes[0].width < 101',
    search: 'INDEX ix_width (account_id=? AND <expr>>? AND <expr><?)',
    read: 7,
    finds: newest((thing) => (widthOf(thing) ?? 0) >= 100 && (widthOf(thing) ?? 0) < 101),
  },
  'a sort': {
    sort: 'meta.sizes[0].width:number',
    search: 'INDEX ix_width (account_id=?)',
    // All that are null are sorted by their ids.
    read: nulls.length + 1,
    finds: nulls.slice(0, PAGE),
  },
  'a sort downwards': {
    sort: '-meta.sizes[0].width:number',
    search: 'INDEX ix_width (account_id=?)',
    read: PAGE + 1,
    finds: widths.slice(-PAGE).reverse(),
  },
  'a sort from a cursor on': {
    sort: 'meta.sizes[0].width:number',
    after: [100, thingId(800)],
    search: 'INDEX ix_width (account_id=? AND <expr>>?)',
    // With the record that the cursor stands at.
    read: PAGE + 3,
    finds: widths.filter((thing) => thing > 800).slice(0, PAGE),
  },
  'a sort downwards from a cursor on': {
    sort: '-meta.sizes[0].width:number',
    after: [100, thingId(800)],
    search: 'INDEX ix_width (account_id=? AND <expr><?)',
    read: PAGE + 3,
    finds: widths
      .filter((thing) => thing < 800)
      .slice(-PAGE)
      .reverse(),
  },
};

test.each(Object.entries(CASES))('%s finds the same on every engine', async (_name, asked) => {
  for (const engine of engines) {
    expect(idsOf(await engine.all(...ask(engine, asked)))).toEqual(asked.finds.map(thingId));
  }
});

test.each(Object.entries(CASES))('SQLite searches the index for %s', async (_name, asked) => {
  const engine = engines.find(({ dialect }) => dialect.name === 'sqlite')!;
  const [text, values] = ask(engine, asked);
  const steps = (await engine.all(`EXPLAIN QUERY PLAN ${text}`, values)).map(({ detail }) => String(detail));
  const at = steps.findIndex((step) => step.startsWith('SEARCH r'));
  expect(steps[at]!.replace('COVERING ', '')).toBe(`SEARCH r USING ${asked.search}`);
  // The rows of a range come in the order of their values, and those of all others as the page has them.
  expect(steps[at + 1]!.includes('TEMP B-TREE')).toBe(asked.filter?.includes('>=') ?? false);
});

interface PlanNode {
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

test.each(Object.entries(CASES))('PostgreSQL searches the index for %s', async (_name, asked) => {
  const engine = engines.find(({ dialect }) => dialect.name === 'postgres')!;
  const [text, values] = ask(engine, asked);
  const [row] = await engine.all(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, values);
  const [{ Plan }] = row!['QUERY PLAN'] as [{ Plan: PlanNode }];
  const [, name] = /INDEX (\w+)/.exec(asked.search)!;
  const found = nodesOf(Plan).filter((node) => node['Index Name'] === name && node['Actual Loops'] > 0);
  const looks = found.map((node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
  expect(looks).not.toEqual([]);
  expect(looks.reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(asked.read);
});
