/** Random computed fields, on rows at the edges: what they show, how they order, and what conditions on them find, in memory and on both engines. */
import fc from 'fast-check';
import { DomainError } from '#domain/kernel/errors';
import type { Output } from '#domain/query/record-plan';
import { compileRule } from '#domain/rules/compile-rule';
import type { Condition } from '#domain/rules/condition';
import { evaluateCondition } from '#domain/rules/evaluate';
import { ownColumn } from '#domain/rules/own-column';
import { compareText } from '#domain/rules/text-order';
import { withComputed } from '#domain/rules/with-computed';
import { Catalog } from '#domain/schema/catalog';
import { checkComputedFields } from '#domain/schema/check-computed-fields';
import type { Collection, ComputedType, Field, JsonValue } from '#domain/schema/collection';
import { DefinitionProblems } from '#domain/schema/definition-problems';
import { bindStatement } from '#sql/bind';
import { compileCondition } from '#sql/compile-condition';
import { compileOrder, orderBy } from '#sql/compile-order';
import { compileBody } from '#sql/compile-output';
import { recordFrame } from '#sql/read-frame';
import { renderStatement } from '#sql/render-statement';
import { type SqlFragment, parameter, sql } from '#sql/sql-fragment';
import { randomRuns, scaled } from '../../support/random-runs';
import type { Engine, Row } from './engines';
import { closeWorld, openWorld, same } from './on-every-engine';
import { COMPUTED, madeOf, randomComputed, remadeOf } from './random-rule';
import { relationsIn, rowsOf, VALUES } from './sample-rows';
import { ACCOUNT, catalogWith } from './world';

type Expressions = Readonly<Record<ComputedType, string>>;

const TIMEOUT_MS = scaled(120_000);

const stored = catalogWith();
const rows = rowsOf('posts');
const relations = relationsIn(stored);

beforeAll(openWorld);
afterAll(closeWorld);

function computed(name: string, returns: ComputedType, expression: string): Field {
  const plain = { required: false, unique: false, default: null, options: {}, collection: null, onDelete: null };
  return { ...plain, id: name, name, type: 'computed', column: '', computed: { expression, returns } };
}

/** null: what is random is too long, or its literals do not fit each other. */
function define(
  made: Expressions,
  remade: Expressions,
): { readonly posts: Collection; readonly catalog: Catalog } | null {
  const [before, ...others] = stored.collections;
  const added = COMPUTED.flatMap((type) => [
    computed(madeOf(type), type, made[type]),
    computed(remadeOf(type), type, remade[type]),
  ]);
  const posts = { ...before!, fields: [...before!.fields, ...added] };
  return isRefused(() => {
    const problems = new DefinitionProblems();
    checkComputedFields(posts, new Catalog(1, [posts, ...others]), problems);
    problems.throwIfAny();
  })
    ? null
    : { posts, catalog: new Catalog(1, [posts, ...others]) };
}

function isRefused(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof DomainError) return true;
    throw error;
  }
}

function ruleOf(text: string, posts: Collection, catalog: Catalog): Condition | null {
  try {
    return compileRule(text, { collection: posts, catalog, operation: 'list' });
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

async function select({ dialect, all }: Engine, column: SqlFragment, order: SqlFragment): Promise<Row[]> {
  const from = sql(' AS "value" FROM "col_posts" AS r WHERE r."account_id" = ', parameter('account', 'text'));
  const statement = renderStatement(dialect, sql('SELECT r."id", ', column, from, ' ORDER BY ', order));
  return all(statement.text, bindStatement(statement, { request: VALUES, parameters: { account: ACCOUNT } }));
}

const BY_ID = sql('r."id"');

/** Null sorts before everything. */
function compare(one: JsonValue, other: JsonValue): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  if (typeof one === 'string' && typeof other === 'string') return compareText(one, other);
  return Number(one) - Number(other);
}

it(
  'answers as one',
  async () => {
    let defined = 0;
    await fc.assert(
      fc.asyncProperty(randomComputed, fc.constantFrom(...COMPUTED), async ({ made, remade, rule }, sorted) => {
        const world = define(made, remade);
        if (world === null) return;
        defined += 1;
        const { posts, catalog } = world;
        const fields = posts.fields.filter(({ type }) => type === 'computed');
        const whole = rows.map((row) => withComputed(posts, row, VALUES.now));
        const shown = whole.map((row) => Object.fromEntries(fields.map(({ name }) => [name, row[name]])));
        const members: Output['members'] = fields.map((field) => ({ kind: 'field', field, expand: null, mask: null }));
        const bodies = await same(async (engine) => {
          const body = compileBody(recordFrame(engine.dialect), { collection: posts, members });
          return (await select(engine, body, BY_ID)).map(({ value }) => JSON.parse(String(value)) as object);
        });
        expect(bodies).toEqual(shown);

        const name = remadeOf(sorted);
        const field = fields.find((one) => one.name === name)!;
        const ordered = await same(async (engine) => {
          const frame = recordFrame(engine.dialect);
          const terms = compileOrder(
            frame,
            [{ operand: ownColumn(posts, field, () => undefined), descending: false }],
            false,
          );
          const found = await select(engine, BY_ID, sql(orderBy(frame, terms), ', ', BY_ID));
          return found.map(({ id }) => id);
        });
        // The rows are in the order of their ids.
        const byValue = whole.toSorted((one, other) => compare(one[name]!, other[name]!));
        expect(ordered).toEqual(byValue.map(({ id }) => id));

        const condition = ruleOf(rule, posts, catalog);
        if (condition === null) return;
        const truths = await same(async (engine) => {
          const truth = sql('(', compileCondition(recordFrame(engine.dialect), condition), ')');
          return (await select(engine, truth, BY_ID)).map(({ value }) => (value === null ? null : Boolean(value)));
        });
        expect(truths).toEqual(rows.map((row) => evaluateCondition(condition, { row, values: VALUES, relations })));
      }),
      randomRuns(100),
    );
    expect(defined).toBeGreaterThan(30);
  },
  TIMEOUT_MS,
);
