/** How the engines use indexes over what is no column: for conditions and for sorts, also from a cursor on. */
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
export const PAGE = 20;
export const ALL = Array.from({ length: THINGS }, (_, number) => number);

const sample = catalogWith().find('posts')!;

export function field(name: string, type: Field['type'], settings: Partial<Field> = {}): Field {
  const like = sample.fields.find((candidate) => candidate.type === type);
  return { ...(like ?? sample.fields[0]!), id: name, name, type, column: name, required: false, ...settings };
}

export function index(name: string, ...fields: string[]): Collection['indexes'][number] {
  return { name, fields, unique: false };
}

export interface Things {
  readonly fields: readonly Field[];
  readonly indexes: Collection['indexes'];
  /** Of the columns, as SQL of both engines. */
  values(thing: number): readonly string[];
}

export interface Case {
  readonly filter?: string;
  readonly sort?: string;
  readonly after?: readonly KeysetValue[];
  /** Of SQLite: how it finds the rows, before it renders any. */
  readonly search: string;
  /** The rows that PostgreSQL looks at by the index for them, at most. */
  readonly read: number;
  readonly finds: readonly number[];
}

export const thingId = (thing: number): string => `t${String(thing).padStart(4, '0')}`;

/** A page of them. */
export function newest(holds: (thing: number) => boolean): number[] {
  return ALL.filter(holds).reverse().slice(0, PAGE);
}

export function tryPlans({ fields, indexes, values }: Things, cases: Readonly<Record<string, Case>>): void {
  const things: Collection = { ...sample, id: 'id_things', name: 'things', table: 'col_things', fields, indexes };
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

  async function seed(engine: Engine, account: string): Promise<void> {
    const time = '2026-01-01T00:00:00.000Z';
    const rows = ALL.map((thing) => {
      const system = [account, thingId(thing), time, 'u', time, 'u'].map((value) => `'${value}'`);
      return `(${[...system, '1', ...values(thing)].join(', ')})`;
    });
    await engine.all(`INSERT INTO "col_things" VALUES ${rows.join(', ')}`);
  }

  function ask({ dialect }: Engine, { filter = '', sort = '', after }: Case): [string, readonly SqlValue[]] {
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

  test.each(Object.entries(cases))('%s finds the same on every engine', async (_name, asked) => {
    for (const engine of engines) {
      expect(idsOf(await engine.all(...ask(engine, asked)))).toEqual(asked.finds.map(thingId));
    }
  });

  test.each(Object.entries(cases))('SQLite searches the index for %s', async (_name, asked) => {
    const engine = engines.find(({ dialect }) => dialect.name === 'sqlite')!;
    const [text, bound] = ask(engine, asked);
    const steps = (await engine.all(`EXPLAIN QUERY PLAN ${text}`, bound)).map(({ detail }) => String(detail));
    const at = steps.findIndex((step) => step.startsWith('SEARCH r'));
    expect(steps[at]!.replace('COVERING ', '')).toBe(`SEARCH r USING ${asked.search}`);
    // The rows of a range come in the order of their values, and those of all others as the page has them.
    expect(steps[at + 1]!.includes('TEMP B-TREE')).toBe(asked.filter?.includes('>=') ?? false);
  });

  test.each(Object.entries(cases))('PostgreSQL searches the index for %s', async (_name, asked) => {
    const engine = engines.find(({ dialect }) => dialect.name === 'postgres')!;
    const [text, bound] = ask(engine, asked);
    const [row] = await engine.all(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, bound);
    const [{ Plan }] = row!['QUERY PLAN'] as [{ Plan: PlanNode }];
    const [, name] = /INDEX (\w+)/.exec(asked.search)!;
    const found = nodesOf(Plan).filter((node) => node['Index Name'] === name && node['Actual Loops'] > 0);
    const looks = found.map((node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
    expect(looks).not.toEqual([]);
    expect(looks.reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(asked.read);
  });
}

function idsOf([page]: readonly Row[]): JsonValue {
  return (JSON.parse(page!['items'] as string) as { id: string }[]).map(({ id }) => id);
}

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
