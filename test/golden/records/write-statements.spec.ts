/** What the compiled writes do, on every engine at hand: rules of new and changed rows, revisions, references. */
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { parseShowRequest } from '#domain/query/parse-show-request';
import { planCreate, planDelete, planGet, planUpdate } from '#domain/query/plan-records';
import type { RequestValues } from '#domain/rules/condition';
import type { Field, JsonValue } from '#domain/schema/collection';
import {
  compileClearReferences,
  compileDeleteRows,
  compileDeleteSelect,
  compileFindReferrers,
  compileTouch,
} from '#sql/compile-delete';
import { compileInsert } from '#sql/compile-insert';
import { compileLink, compileUnlink } from '#sql/compile-junctions';
import { compileRender } from '#sql/compile-read';
import { compileProbe, compileUpdate } from '#sql/compile-update';
import { rowJson } from '#sql/row-slots';
import type { SqlValue } from '#sql/sql-fragment';
import { readStoredLines } from '#sql/stored-lines';
import type { Engine, Row } from './engines';
import { closeWorld, openWorld, run, same } from './on-every-engine';
import { POSTS, VALUES } from './sample-rows';
import { ACCOUNT, MEMBER, OTHER_ACCOUNT, USER, catalogWith } from './world';

const FIELDS = new RuledFieldAccess();

const NOW = '2026-03-31T10:15:30.123Z';
const catalog = catalogWith();
const posts = catalog.find('posts')!;

function fieldNamed(name: string): Field {
  return posts.fields.find((field) => field.name === name)!;
}

beforeEach(openWorld);
afterEach(closeWorld);

describe('inserts', () => {
  const rule =
    "@request.data.views < 10 && created_by = @request.auth.id && !changed(parent) && (tags = null || tags.name != 'secret')";

  async function insert(
    engine: Engine,
    elements: { id: string; auth: string; data: Record<string, JsonValue> }[],
  ): Promise<Row[]> {
    const shapes = catalogWith({ create: rule });
    const plan = planCreate(
      MEMBER,
      FIELDS,
      shapes,
      shapes.find('posts')!,
      parseShowRequest({ fields: 'id,Title,views,meta' }),
    );
    const statement = compileInsert(plan, engine.dialect);
    const rows = elements.map(({ id, auth, data }) => {
      const values: RequestValues = { ...VALUES, auth: { ...VALUES.auth, id: auth }, data };
      const parameters = {
        id,
        account_id: ACCOUNT,
        created_at: NOW,
        created_by: 'me',
        updated_at: NOW,
        updated_by: 'me',
      };
      return rowJson(statement, { request: values, parameters, stored: { Title: 'new', ...data } });
    });
    return run(engine, statement, { rows: `[${rows.join(',')}]` });
  }

  it('of different callers run as one statement, each under the rule', async () => {
    const written = await same(async (engine) => {
      const rows = await insert(engine, [
        { id: 'n1', auth: 'me', data: { views: 1, meta: { 'quo"te': ["it's"] }, tags: ['t1'] } },
        { id: 'n2', auth: 'me', data: { views: 10 } },
        { id: 'n3', auth: 'you', data: { views: 1 } },
        { id: 'n4', auth: 'me', data: { views: 0.1, parent: 'p01' } },
        { id: 'n5', auth: 'me', data: { views: 0.1, tags: ['t3'] } },
        { id: 'n6', auth: 'me', data: { views: 0.1, tags: [] } },
        { id: 'n7', auth: 'me', data: {} },
      ]);
      return rows.map((row) => ({ ...row, body: JSON.parse(row['body'] as string) as unknown }));
    });
    expect(written).toEqual([
      { id: 'n1', rev: 1, body: { id: 'n1', Title: 'new', views: 1, meta: { 'quo"te': ["it's"] } } },
      { id: 'n6', rev: 1, body: { id: 'n6', Title: 'new', views: 0.1, meta: null } },
    ]);
  });
});

describe('updates', () => {
  async function update(
    engine: Engine,
    rule: string,
    stored: Record<string, JsonValue>,
    more: { id?: string; probe?: boolean } = {},
  ): Promise<Row[]> {
    const shapes = catalogWith({ update: rule });
    const shape = shapes.find('posts')!;
    const sets = shape.fields.filter(({ name }) => Object.hasOwn(stored, name));
    const plan = planUpdate(MEMBER, FIELDS, shapes, shape, { ...parseShowRequest({ fields: 'id,Title' }), sets });
    const id = more.id ?? 'p01';
    const parameters: Record<string, SqlValue> = { account: ACCOUNT, id, updated_at: NOW, updated_by: USER };
    const sources = { request: { ...VALUES, data: stored }, stored };
    if (more.probe) return run(engine, compileProbe(plan, engine.dialect), parameters, sources);
    const statement = compileUpdate(plan, engine.dialect);
    const row = rowJson(statement, {
      ...sources,
      parameters: { account_id: ACCOUNT, id, updated_at: NOW, updated_by: USER },
    });
    return run(engine, statement, { ...parameters, rows: `[${row}]` }, sources);
  }

  it('return the new row and its revision, once', async () => {
    await same(async (engine) => {
      const [row] = await update(engine, '', { Title: "x'; --", views: 5 });
      expect({ ...row, body: JSON.parse(row!['body'] as string) as unknown }).toEqual({
        id: 'p01',
        rev: 2,
        body: { id: 'p01', Title: "x'; --" },
      });
      const [other] = await engine.all(
        `SELECT "_rev" FROM col_posts WHERE account_id = '${OTHER_ACCOUNT}' AND id = 'p01'`,
      );
      expect(other).toEqual({ _rev: 1 });
    });
  });

  it('need the rule for the old row and for the new one', async () => {
    await same(async (engine) => {
      await update(engine, '', { views: 1, author: 'a1' });
      expect(await update(engine, 'views < 10', { views: 10 })).toEqual([]);
      expect(await update(engine, 'views < 10', { views: 10 }, { probe: true })).toHaveLength(1);
      expect(await update(engine, 'views > 5', { views: 10 })).toEqual([]);
      expect(await update(engine, 'views > 5', { views: 10 }, { probe: true })).toEqual([]);
      expect(await update(engine, "author.name = 'a'", { author: 'a3' })).toEqual([]);
      expect(await update(engine, "author.name = 'a'", { author: 'a1' })).toHaveLength(1);
      expect(await update(engine, 'updated_by = @request.auth.id', { views: 3 })).toHaveLength(1);
    });
  });

  it('know what they change', async () => {
    await same(async (engine) => {
      const before = { views: 1, meta: { a: [1] }, tags: ['t2', 't1'], Title: 'a' };
      await update(engine, '', before);
      await run(engine, compileUnlink(fieldNamed('tags'), engine.dialect), {
        keys: JSON.stringify([{ account: ACCOUNT, id: 'p01' }]),
      });
      const links = before.tags.map((target, position) => ({ account: ACCOUNT, record: 'p01', target, position }));
      await run(engine, compileLink(fieldNamed('tags'), engine.dialect), { links: JSON.stringify(links) });
      for (const name of ['views', 'meta', 'tags', 'Title'] as const) {
        expect(await update(engine, `!changed(${name})`, { [name]: before[name] })).toHaveLength(1);
        expect(await update(engine, `changed(${name})`, { [name]: before[name] })).toEqual([]);
        expect(await update(engine, `changed(${name})`, { day: null })).toEqual([]);
      }
      expect(await update(engine, 'changed(views)', { views: null })).toHaveLength(1);
      expect(await update(engine, 'changed(tags)', { tags: ['t1', 't2'] })).toHaveLength(1);
      expect(await update(engine, 'isset(@request.data.views)', { views: null })).toHaveLength(1);
      expect(await update(engine, "tags.name = 'zz'", { tags: ['t4'] })).toEqual([]);
      expect(await update(engine, "tags.name = 'a'", { tags: ['t1', 't4'] })).toHaveLength(1);
    });
  });
});

describe('updates of several rows', () => {
  it('are one statement, each row with its own values and under the rule with its own request', async () => {
    const rule = '@request.data.views >= 0 && changed(Title)';
    const written = await same(async (engine) => {
      const shapes = catalogWith({ update: rule });
      const shape = shapes.find('posts')!;
      const sets = shape.fields.filter(({ name }) => ['Title', 'views', 'meta'].includes(name));
      const plan = planUpdate(MEMBER, FIELDS, shapes, shape, {
        ...parseShowRequest({ fields: 'id,Title,views,meta' }),
        sets,
      });
      const statement = compileUpdate(plan, engine.dialect);
      const values: Record<string, Record<string, JsonValue>> = {
        p01: { Title: 'one', views: 1000, meta: { a: [1] } },
        p02: { Title: 'two', views: 2000.5, meta: null },
        p03: { Title: 'three', views: -1, meta: 'x' },
        none: { Title: 'four', views: 1000, meta: null },
      };
      await engine.all("UPDATE col_posts SET views = 1 WHERE id IN ('p01', 'p02', 'p03')");
      const rows = Object.entries(values).map(([id, stored]) =>
        rowJson(statement, {
          request: { ...VALUES, data: stored },
          stored,
          parameters: { account_id: ACCOUNT, id },
        }),
      );
      const found = await run(engine, statement, {
        account: ACCOUNT,
        updated_at: NOW,
        updated_by: USER,
        rows: `[${rows.join(',')}]`,
      });
      return found
        .map((row) => JSON.parse(row['body'] as string) as { id: string })
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    });
    expect(written).toEqual([
      { id: 'p01', Title: 'one', views: 1000, meta: { a: [1] } },
      { id: 'p02', Title: 'two', views: 2000.5, meta: null },
    ]);
  });
});

describe('deletes', () => {
  const linesOf = ([row]: Row[]) => readStoredLines(row!['lines'] as string | null);
  const keysOf = (...ids: string[]) => JSON.stringify(ids.map((id) => ({ account: ACCOUNT, id })));

  it('select under the rule and remove in the account only', async () => {
    await same(async (engine) => {
      const plan = (rule: string) =>
        planDelete(MEMBER, catalogWith({ delete: rule }), catalogWith({ delete: rule }).find('posts')!);
      const select = (rule: string) =>
        run(engine, compileDeleteSelect(plan(rule), engine.dialect), {
          account: ACCOUNT,
          keys: keysOf('p01', 'p02'),
          share: 10_000,
        });
      const [selected, ...others] = linesOf(await select("id = 'p01'"));
      expect(others).toEqual([]);
      expect(selected).toMatchObject({ revision: 1 });
      const { Title, tags = [] } = POSTS.find(({ id }) => id === 'p01')!;
      const stored = JSON.parse(selected!.body) as unknown;
      expect(stored).toMatchObject({ id: 'p01', account_id: ACCOUNT, Title, tags });
      expect(linesOf(await select("id = 'p03'"))).toEqual([]);
      expect(await run(engine, compileDeleteRows(posts, engine.dialect), { keys: keysOf('p01', 'p00') })).toHaveLength(
        2,
      );
      expect(await engine.all('SELECT count(*) AS n FROM col_posts').then(([row]) => Number(row!['n']))).toBe(
        POSTS.length * 2 - 2,
      );
    });
  });

  it('find and clear the references to deleted records', async () => {
    await same(async (engine) => {
      const parameters = { keys: keysOf('a1', 't1'), updated_at: NOW, updated_by: USER, limit: 100, share: 10_000 };
      for (const [name, target] of [
        ['author', 'a1'],
        ['tags', 't1'],
      ] as const) {
        const expected = POSTS.filter((record) => [record[name]].flat().includes(target))
          .map(({ id }) => id)
          .sort();
        const find = compileFindReferrers(posts, fieldNamed(name), engine.dialect);
        const found = linesOf(await run(engine, find, parameters));
        expect(found.map(({ body }) => (JSON.parse(body) as { id: string }).id).sort()).toEqual(expected);
        const cleared = await run(engine, compileClearReferences(posts, fieldNamed(name), engine.dialect), parameters);
        expect(cleared.map(({ id }) => id).sort()).toEqual(expected);
        expect(linesOf(await run(engine, find, parameters))).toEqual([]);
      }
      expect(
        await run(engine, compileTouch(posts, engine.dialect), { ...parameters, keys: keysOf('p01') }),
      ).toHaveLength(1);
      const render = compileRender(
        planGet(MEMBER, FIELDS, catalog, posts, parseShowRequest({ fields: 'id,updated_at,updated_by' })).output,
        engine.dialect,
      );
      const [row] = await run(engine, render, { keys: keysOf('p01') });
      expect(JSON.parse(row!['body'] as string)).toEqual({ id: 'p01', updated_at: NOW, updated_by: USER });
    });
  });
});
