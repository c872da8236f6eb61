/** What trials of rules say of random rules is what the callers themselves would find. */
import fc from 'fast-check';
import { DomainError } from '#domain/kernel/errors';
import { ANONYMOUS, authValues, principalOf, type RequestContext } from '#domain/kernel/request-context';
import { outlineRule, type OutlinedRule, partsOfOutline } from '#domain/rules/outline-rule';
import { parseListRequest } from '#domain/query/parse-list-request';
import { planList } from '#domain/query/plan-records';
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import type { Operand, RequestValues } from '#domain/rules/condition';
import { compileList } from '#sql/compile-list';
import { compileComparison, compileJudgement } from '#sql/compile-trial';
import { callersText } from '#sql/for-each-caller';
import { randomRuns, scaled } from '../../support/random-runs';
import type { Engine } from './engines';
import { closeWorld, openWorld, run, same, SIZES } from './on-every-engine';
import { randomRule } from './random-rule';
import { rowsOf, VALUES } from './sample-rows';
import { ACCOUNT, catalogWith, MEMBER, SESSION } from './world';

const FIELDS = new RuledFieldAccess();
const TIMEOUT_MS = scaled(120_000);
const OTHER_USER = '00000000-0000-7000-8000-0000000000a2';

const OTHER: RequestContext = {
  ...MEMBER,
  actor: { ...principalOf(MEMBER)!, userId: OTHER_USER, email: 'bob@example.com', role: 'admin', groups: [] },
};
const STRANGER: RequestContext = { ...MEMBER, actor: ANONYMOUS };
const CALLERS = [MEMBER, OTHER, STRANGER];
const valuesOf = (ctx: RequestContext): RequestValues => ({ ...VALUES, auth: authValues(ctx) });

const posts = catalogWith().find('posts')!;
const ids = rowsOf('posts').map((row) => row['id'] as string);

beforeAll(openWorld);
afterAll(closeWorld);

function outlined(text: string): OutlinedRule | null {
  try {
    return outlineRule(text, { collection: posts, catalog: catalogWith(), operation: 'list' });
  } catch (error) {
    // As the other evaluators are spared them.
    if (error instanceof DomainError) return null;
    throw error;
  }
}

/** A trial holds a rule more than once, so that it may be refused where a list by the rule is not: null. */
async function unlessTooComplex<T>(trial: () => Promise<T>): Promise<T | null> {
  try {
    return await trial();
  } catch (error) {
    if (error instanceof DomainError && error.code === 'QUERY_TOO_COMPLEX') return null;
    throw error;
  }
}

interface Answer {
  readonly allowed: boolean | null;
  readonly parts: readonly (boolean | null)[];
}

async function judge(engine: Engine, { condition, outline }: OutlinedRule, id: string): Promise<Answer[]> {
  const parts = partsOfOutline(outline);
  const values = parts.flatMap((part) => part.values.map(({ of }) => of));
  const operands = values.filter((of): of is Operand => of !== null && of !== 'groups');
  const plan = { collection: posts, rule: condition, parts: parts.map((part) => part.condition), values: operands };
  const { statement, slots } = compileJudgement(plan, engine.dialect);
  const callers = callersText(statement.booleans, slots, CALLERS.map(valuesOf));
  const [row] = await run(engine, statement, { credential: SESSION, account: ACCOUNT, id, callers });
  const answers = JSON.parse(row!['answers'] as string) as Record<string, boolean | null>[];
  return answers.map((answer) => {
    for (const [index] of operands.entries()) expect(answer).toHaveProperty([`v${index}`]);
    return { allowed: answer['allowed']!, parts: parts.map((_, index) => answer[`p${index}`]!) };
  });
}

/** By another column than the id: the tables of these tests have none of the indexes that a list by id is told to use. */
async function listed(engine: Engine, rule: string, ctx: RequestContext): Promise<string[]> {
  const catalog = catalogWith({ list: rule });
  const collection = catalog.find('posts')!;
  const request = parseListRequest({ fields: 'id', limit: '100', sort: 'views' }, collection, EVERY_COLUMN);
  const plan = planList(ctx, FIELDS, catalog, collection, request);
  const parameters = { credential: SESSION, account: ACCOUNT, skip: 0, limit: 100, ...SIZES };
  const [row] = await run(engine, compileList(plan, engine.dialect), parameters, { request: valuesOf(ctx) });
  return (JSON.parse(row!['items'] as string) as { id: string }[]).map(({ id }) => id).toSorted();
}

/** What the rule comes to by what its parts come to. */
function verdictOf({ outline }: OutlinedRule, truths: readonly (boolean | null)[]): boolean {
  const places = new Map(partsOfOutline(outline).map((part, index) => [part, index]));
  type Node = NonNullable<OutlinedRule['outline']>;
  const holds = (node: Node): boolean => {
    if (!('items' in node)) return truths[places.get(node)!] === true;
    return node.kind === 'and' ? node.items.every(holds) : node.items.some(holds);
  };
  return outline === null || holds(outline);
}

it(
  'who may see a record is who finds it, and its parts say why',
  async () => {
    let tried = 0;
    let allowed = 0;
    await fc.assert(
      fc.asyncProperty(randomRule, fc.constantFrom(...ids), async (text, id) => {
        const rule = outlined(text);
        if (rule === null) return;
        const answers = await unlessTooComplex(() => same((engine) => judge(engine, rule, id)));
        if (answers === null) return;
        tried += 1;
        const found: string[][] = [];
        for (const ctx of CALLERS) found.push(await same((engine) => listed(engine, text, ctx)));
        expect(answers.map((answer) => answer.allowed === true)).toEqual(found.map((list) => list.includes(id)));
        for (const answer of answers) expect(verdictOf(rule, answer.parts)).toBe(answer.allowed === true);
        allowed += answers.filter((answer) => answer.allowed === true).length;
      }),
      randomRuns(80),
    );
    expect(tried).toBeGreaterThan(30);
    expect(allowed).toBeGreaterThan(10);
  },
  TIMEOUT_MS,
);

it(
  'what another rule changes is what is found under one of them alone',
  async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(randomRule, randomRule, fc.constantFrom(...CALLERS), async (one, other, ctx) => {
        const [before, after] = [outlined(one), outlined(other)];
        if (before === null || after === null) return;
        const plan = { collection: posts, before: before.condition, after: after.condition };
        const compare = async (engine: Engine) => {
          const parameters = { credential: SESSION, account: ACCOUNT };
          const statement = compileComparison(plan, engine.dialect);
          const [row] = await run(engine, statement, parameters, { request: valuesOf(ctx) });
          const { gained_ids: gainedIds, lost_ids: lostIds } = row!;
          const [more, fewer] = [gainedIds, lostIds].map((text) => JSON.parse(text as string) as string[]);
          expect([row!['gained'], row!['lost']].map(Number)).toEqual([more!.length, fewer!.length]);
          return { compared: Number(row!['compared']), more: more!, fewer: fewer! };
        };
        const answer = await unlessTooComplex(() => same(compare));
        if (answer === null) return;
        const was = await same((engine) => listed(engine, one, ctx));
        const is = await same((engine) => listed(engine, other, ctx));
        const only = (list: string[], others: string[]): string[] => list.filter((id) => !others.includes(id));
        expect(answer.compared).toBe(ids.length);
        expect(answer.more.toSorted()).toEqual(only(is, was));
        expect(answer.fewer.toSorted()).toEqual(only(was, is));
        changed += answer.more.length + answer.fewer.length;
      }),
      randomRuns(50),
    );
    expect(changed).toBeGreaterThan(20);
  },
  TIMEOUT_MS,
);
