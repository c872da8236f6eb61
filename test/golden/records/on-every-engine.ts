/** Runs a body on every engine at hand, with the sample's rows in it, and demands equal results. */
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import type { RequestContext } from '#domain/kernel/request-context';
import { orderSignature } from '#domain/query/cursor';
import { parseListRequest } from '#domain/query/parse-list-request';
import { planList } from '#domain/query/plan-records';
import type { KeysetValue } from '#domain/query/record-plan';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import type { JsonValue } from '#domain/schema/collection';
import { type BindSources, bindStatement } from '#sql/bind';
import { compileList } from '#sql/compile-list';
import type { Statement } from '#sql/sql-fragment';
import { type Engine, type Row, openEngines } from './engines';
import { VALUES, writeSample } from './sample-rows';
import { MEMBER, SESSION, catalogWith, tableTexts } from './world';

const FIELDS = new RuledFieldAccess();

const catalog = catalogWith();
const posts = catalog.find('posts')!;

/** Bytes of an answer and of one body, far above what the sample has. */
export const SIZES = { answer: 1_000_000, share: 1_000_000 };

let engines: Engine[] = [];

export async function openWorld(): Promise<void> {
  engines = await openEngines();
  for (const engine of engines) {
    for (const text of tableTexts(engine.dialect.name)) await engine.all(text);
    await writeSample(engine, catalog);
  }
}

export async function closeWorld(): Promise<void> {
  await Promise.all(engines.map((engine) => engine.close()));
}

export async function same<T>(body: (engine: Engine) => Promise<T>): Promise<T> {
  const results: T[] = [];
  for (const engine of engines) results.push(await body(engine));
  for (const result of results) expect(result).toEqual(results[0]);
  return results[0]!;
}

export function run(
  engine: Engine,
  statement: Statement,
  parameters: BindSources['parameters'],
  more: Partial<BindSources> = {},
): Promise<Row[]> {
  return engine.all(statement.text, bindStatement(statement, { request: VALUES, parameters, ...more }));
}

export interface ListAnswer {
  readonly items: Record<string, JsonValue>[];
  readonly keys: KeysetValue[][];
  readonly order: string;
  readonly row: Row;
}

/** `position`: the values of the query's cursor. */
export async function list(
  engine: Engine,
  query: Record<string, string>,
  ctx: RequestContext = MEMBER,
  position: readonly KeysetValue[] = [],
): Promise<ListAnswer> {
  const request = parseListRequest(query, posts, EVERY_COLUMN);
  const plan = planList(ctx, FIELDS, catalog, posts, request);
  const bound = Object.fromEntries(position.map((value, index) => [`k${index}`, value]));
  const { skip, limit } = request;
  const parameters = { credential: SESSION, account: ctx.accountId, skip, limit, fetch: limit + 1, ...SIZES, ...bound };
  const values = { ...VALUES, given: request.given };
  const [row] = await run(engine, compileList(plan, engine.dialect), parameters, { request: values });
  const keys = typeof row!['keys'] === 'string' ? (JSON.parse(row!['keys']) as KeysetValue[][]) : [];
  const items = JSON.parse(row!['items'] as string) as ListAnswer['items'];
  return { items, keys, order: orderSignature(plan.order), row: row! };
}
