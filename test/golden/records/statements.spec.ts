/** What the compiled statements do, on every engine at hand: isolation, pages, rules of writes, counts and guards. */
import { encodeCursor, orderSignature } from '#domain/query/cursor';
import { parseListRequest } from '#domain/query/parse-list-request';
import { parseRecordRequest } from '#domain/query/parse-record-request';
import { planCreate, planDelete, planGet, planList, planUpdate } from '#domain/query/plan-records';
import type { KeysetValue } from '#domain/query/record-plan';
import type { RequestContext } from '#domain/kernel/request-context';
import type { RequestValues } from '#domain/rules/condition';
import type { JsonValue, Rules } from '#domain/schema/collection';
import { type BindSources, bindStatement } from '#sql/bind';
import {
  compileClearReferences,
  compileDeleteRows,
  compileDeleteSelect,
  compileFindReferrers,
  compileTouch,
} from '#sql/compile-delete';
import { compileCountChanges, compileGuards } from '#sql/compile-guards';
import { compileInsert, insertRow } from '#sql/compile-insert';
import { compileLink, compileUnlink } from '#sql/compile-junctions';
import { compileCount, compileGet, compileList, compileRender } from '#sql/compile-read';
import { compileProbe, compileUpdate } from '#sql/compile-update';
import type { SqlValue, Statement } from '#sql/sql-fragment';
import { type Engine, type Row, openEngines } from './engines';
import { POSTS, VALUES, writeSample } from './sample-rows';
import { ACCOUNT, MEMBER, OTHER_ACCOUNT, SESSION, SUPERADMIN, USER, catalogWith, tableTexts } from './world';

const NOW = '2026-03-31T10:15:30.123Z';
const catalog = catalogWith();
const posts = catalog.find('posts')!;
const fieldNamed = (name: string) => posts.fields.find((field) => field.name === name)!;

let engines: Engine[];

beforeEach(async () => {
  engines = await openEngines();
  for (const engine of engines) {
    for (const text of tableTexts(engine.dialect.name)) await engine.all(text);
    await writeSample(engine, catalog);
  }
});

afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
});

function run(
  engine: Engine,
  statement: Statement,
  parameters: BindSources['parameters'],
  more: Partial<BindSources> = {},
): Promise<Row[]> {
  return engine.all(statement.text, bindStatement(statement, { values: VALUES, parameters, ...more }));
}

async function list(
  engine: Engine,
  query: Record<string, string>,
  ctx: RequestContext = MEMBER,
  rules: Partial<Rules> = {},
  position: readonly KeysetValue[] = [],
): Promise<{ items: Record<string, JsonValue>[]; keys: KeysetValue[][]; order: string; row: Row }> {
  const shapes = catalogWith(rules);
  const shape = shapes.find('posts')!;
  const request = parseListRequest(query, shape);
  const plan = planList(ctx, shapes, shape, request);
  const bound = Object.fromEntries(position.map((value, index) => [`k${index}`, value]));
  const { skip, limit } = request;
  const parameters = { credential: SESSION, account: ctx.accountId, skip, limit, fetch: limit + 1, ...bound };
  const [row] = await run(engine, compileList(plan, engine.dialect), parameters);
  const keys = typeof row!['keys'] === 'string' ? (JSON.parse(row!['keys']) as KeysetValue[][]) : [];
  return {
    items: JSON.parse(String(row!['items'])) as Record<string, JsonValue>[],
    keys,
    order: orderSignature(plan.order),
    row: row!,
  };
}

/** Runs the body on every engine and demands equal results. */
async function same<T>(body: (engine: Engine) => Promise<T>): Promise<T> {
  const results: T[] = [];
  for (const engine of engines) results.push(await body(engine));
  for (const result of results) expect(result).toEqual(results[0]);
  return results[0]!;
}

describe('reads', () => {
  it('show a record in full, equal on every engine', async () => {
    const expected = POSTS.find((record) => record['publishedAt'] !== null && record['rating'] === 1e300) ?? POSTS[0]!;
    const statementOf = (engine: Engine) =>
      compileGet(planGet(MEMBER, catalog, posts, parseRecordRequest({})), engine.dialect);
    const row = await same(async (engine) => {
      const [found] = await run(engine, statementOf(engine), {
        credential: SESSION,
        account: ACCOUNT,
        id: String(expected['id']),
      });
      return { ...found!, schema: Number(found!['schema']), body: JSON.parse(String(found!['body'])) as unknown };
    });
    expect(row).toMatchObject({ stamp: 1, rev: 1, body: { ...expected, account_id: ACCOUNT, updated_by: USER } });
  });

  it('keep every double exactly', async () => {
    const items = await same(
      async (engine) => (await list(engine, { fields: 'id,rating', sort: 'id', limit: '100' })).items,
    );
    expect(items).toEqual(POSTS.map(({ id, rating }) => ({ id, rating })));
  });

  it('never show another account, whatever the filter says', async () => {
    const filter = `account_id = '${OTHER_ACCOUNT}' || Title != '\u0001'`;
    const { items } = await same(async (engine) => {
      const { items: found } = await list(engine, { fields: 'account_id', filter, limit: '100' });
      return { items: found };
    });
    expect(items).toHaveLength(POSTS.length);
    expect(new Set(items.map((item) => item['account_id']))).toEqual(new Set([ACCOUNT]));
  });

  it('span accounts for a superadmin only', async () => {
    const { items } = await same(async (engine) => {
      const { items: found } = await list(
        engine,
        { fields: 'account_id', limit: '100', filter: "id = 'p01'" },
        SUPERADMIN,
      );
      return { items: found };
    });
    expect(items.map((item) => item['account_id']).sort()).toEqual([ACCOUNT, OTHER_ACCOUNT]);
  });

  it('expand only what the caller may view, inside the account', async () => {
    const items = await same(
      async (engine) =>
        (
          await list(engine, {
            fields: 'id,author,tags,vault,owner',
            expand: 'author.organization,tags,vault,owner',
            sort: 'id',
            limit: '100',
          })
        ).items,
    );
    const text = JSON.stringify(items);
    expect(text).toContain('"email":"ann@example.com"');
    expect(text).toContain('"name":"Acme"');
    // Hidden: the tag named secret, the organization that is not active, everything in the locked vaults, other tenants.
    for (const hidden of ['secret', '"o2"', '"v1"', 'foreign']) expect(text).not.toContain(hidden);
  });

  it('keep the order of a multiple reference', async () => {
    const items = await same(
      async (engine) => (await list(engine, { fields: 'tags', sort: 'id', limit: '100' })).items,
    );
    expect(items).toEqual(POSTS.map(({ tags }) => ({ tags })));
  });

  it('do not let a filter ask about what is hidden', async () => {
    const found = await same(async (engine) => ({
      secret: (await list(engine, { fields: 'id', filter: "tags.name = 'secret'" })).items,
      vault: (await list(engine, { fields: 'id', filter: "vault.name = 'a' || vault.id = 'v1'" })).items,
      sorted: (await list(engine, { fields: 'id', sort: 'vault.name', limit: '100' })).items.map(({ id }) => id),
    }));
    expect(found.secret).toEqual([]);
    expect(found.vault).toEqual([]);
    expect(found.sorted).toEqual(POSTS.map(({ id }) => id));
  });

  it('report a revoked session with the stamp 0', async () => {
    await same(async (engine) => {
      await engine.all(`UPDATE sessions SET revoked_at = '${NOW}'`);
      const { row } = await list(engine, { fields: 'id' });
      expect(Number(row['stamp'])).toBe(0);
    });
  });

  it('scan the primary key for the default list', async () => {
    const engine = engines[0]!;
    const plan = planList(MEMBER, catalog, posts, parseListRequest({ fields: 'id,Title' }, posts));
    const statement = compileList(plan, engine.dialect);
    const values = bindStatement(statement, {
      values: VALUES,
      parameters: { credential: null, account: ACCOUNT, skip: 0, limit: 30 },
    });
    const steps = (await engine.all(`EXPLAIN QUERY PLAN ${statement.text}`, values)).map(({ detail }) =>
      String(detail),
    );
    expect(steps).toContain('SEARCH r USING PRIMARY KEY (account_id=?)');
    expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
  });
});

describe('keyset pages', () => {
  const SORTS = [
    '',
    '-created_at',
    'Title',
    '-day,Title',
    'rating,-publishedAt',
    '-author.name,published',
    '-published,views,-id',
  ];

  it.each(SORTS)('sorted by "%s" walk over every record once, forwards and backwards', async (sort) => {
    await same(async (engine) => {
      const offset = await list(engine, { fields: 'id', sort, limit: '100' });
      const whole = offset.items.map(({ id }) => id);
      const forwards = await walk(engine, sort, 'cursor');
      expect(forwards.ids).toEqual(whole);
      const backwards = await walk(engine, sort, 'cursor_before', forwards.last);
      expect(backwards.ids).toEqual(whole.slice(0, -1));
      return whole;
    });
  });

  async function walk(
    engine: Engine,
    sort: string,
    parameter: 'cursor' | 'cursor_before',
    start: KeysetValue[] | null = null,
  ): Promise<{ ids: JsonValue[]; last: KeysetValue[] }> {
    const ids: JsonValue[] = [];
    let position = start;
    for (;;) {
      const { order } = await list(engine, { sort, fields: 'id' });
      const cursor = position ? encodeCursor(order, position) : '';
      const query = { fields: 'id', sort, limit: '7', [parameter]: cursor };
      const page = await list(engine, query, MEMBER, {}, position ?? []);
      const found = page.items.map((item) => item['id']!);
      if (parameter === 'cursor') ids.push(...found);
      else ids.unshift(...found);
      const more = page.keys.length > found.length;
      const shown = page.keys.filter((key) => found.includes(key.at(-1)!));
      position = (parameter === 'cursor' ? shown.at(-1) : shown[0])!;
      if (!more) return { ids, last: position };
    }
  }
});

describe('totals', () => {
  it('come from the kept counts, and from a count whose versions move with every write', async () => {
    await same(async (engine) => {
      const changes = (delta: number) => JSON.stringify([{ account: ACCOUNT, collection: posts.id, delta }]);
      await run(engine, compileCountChanges(engine.dialect), { changes: changes(40) });
      await run(engine, compileCountChanges(engine.dialect), { changes: changes(-1) });
      const open = await list(engine, { fields: 'id' });
      expect({ kept: Number(open.row['kept']), versions: open.row['versions'] }).toEqual({ kept: 39, versions: null });

      const filtered = await list(engine, { fields: 'id', filter: 'views > 2' });
      const plan = planList(MEMBER, catalog, posts, parseListRequest({ filter: 'views > 2' }, posts));
      const [counted] = await run(engine, compileCount(plan, engine.dialect), { account: ACCOUNT });
      expect(filtered.row).toMatchObject({ kept: null, versions: counted!['versions'] });
      expect(Number(counted!['total'])).toBe(POSTS.filter(({ views }) => Number(views) > 2).length);
      await run(engine, compileCountChanges(engine.dialect), { changes: changes(0) });
      expect((await list(engine, { fields: 'id', filter: 'views > 2' })).row['versions']).not.toBe(
        counted!['versions'],
      );
    });
  });

  it('have no versions where users or the time decide', async () => {
    await same(async (engine) => {
      for (const filter of ["owner.email = 'a'", 'publishedAt < now()']) {
        expect((await list(engine, { fields: 'id', filter })).row['versions']).toBeNull();
      }
    });
  });
});

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
      shapes,
      shapes.find('posts')!,
      parseRecordRequest({ fields: 'id,Title,views,meta' }),
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
      return insertRow(statement, { values, parameters, stored: { Title: 'new', ...data } });
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
      return rows.map((row) => ({ ...row, body: JSON.parse(String(row['body'])) as unknown }));
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
    more: { ifMatch?: number; id?: string; probe?: boolean } = {},
  ): Promise<Row[]> {
    const shapes = catalogWith({ update: rule });
    const shape = shapes.find('posts')!;
    const sets = shape.fields.filter(({ name }) => Object.hasOwn(stored, name));
    const plan = planUpdate(MEMBER, shapes, shape, { ...parseRecordRequest({ fields: 'id,Title' }), sets });
    const ifMatch = more.ifMatch !== undefined;
    const statement = more.probe
      ? compileProbe(plan, engine.dialect)
      : compileUpdate(plan, engine.dialect, { ifMatch });
    const parameters: Record<string, SqlValue> = {
      account: ACCOUNT,
      id: more.id ?? 'p01',
      updated_at: NOW,
      updated_by: USER,
    };
    if (more.ifMatch !== undefined) parameters['if_match'] = more.ifMatch;
    return run(engine, statement, parameters, { values: { ...VALUES, data: stored }, stored });
  }

  it('return the new row and its revision, once', async () => {
    await same(async (engine) => {
      const [row] = await update(engine, '', { Title: "x'; --", views: 5 }, { ifMatch: 1 });
      expect({ ...row, body: JSON.parse(String(row!['body'])) as unknown }).toEqual({
        account_id: ACCOUNT,
        rev: 2,
        body: { id: 'p01', Title: "x'; --" },
      });
      expect(await update(engine, '', { Title: 'y' }, { ifMatch: 1 })).toEqual([]);
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

describe('deletes', () => {
  const keysOf = (...ids: string[]) => JSON.stringify(ids.map((id) => ({ account: ACCOUNT, id })));

  it('select under the rule and remove in the account only', async () => {
    await same(async (engine) => {
      const plan = (rule: string) =>
        planDelete(MEMBER, catalogWith({ delete: rule }), catalogWith({ delete: rule }).find('posts')!);
      const select = (rule: string) =>
        run(engine, compileDeleteSelect(plan(rule), engine.dialect), { account: ACCOUNT, id: 'p01' });
      expect(await select("id = 'p01'")).toEqual([{ account_id: ACCOUNT, rev: 1 }]);
      expect(await select("id = 'p02'")).toEqual([]);
      expect(await run(engine, compileDeleteRows(posts, engine.dialect), { keys: keysOf('p01', 'p00') })).toHaveLength(
        2,
      );
      expect(await engine.all('SELECT count(*) AS n FROM col_posts').then(([row]) => Number(row!['n']))).toBe(
        POSTS.length * 2 - 2,
      );
    });
  });

  it('find and clear the references to what goes', async () => {
    await same(async (engine) => {
      const parameters = { keys: keysOf('a1', 't1'), updated_at: NOW, updated_by: USER };
      for (const [name, target] of [
        ['author', 'a1'],
        ['tags', 't1'],
      ] as const) {
        const expected = POSTS.filter((record) => [record[name]].flat().includes(target))
          .map(({ id }) => id)
          .sort();
        const find = compileFindReferrers(posts, fieldNamed(name), engine.dialect);
        const found = await run(engine, find, parameters);
        expect(found.map(({ id }) => id).sort()).toEqual(expected);
        const cleared = await run(engine, compileClearReferences(posts, fieldNamed(name), engine.dialect), parameters);
        expect(cleared.map(({ id }) => id).sort()).toEqual(expected);
        expect(await run(engine, find, parameters)).toEqual([]);
      }
      expect(
        await run(engine, compileTouch(posts, engine.dialect), { ...parameters, keys: keysOf('p01') }),
      ).toHaveLength(1);
      const render = compileRender(
        planGet(MEMBER, catalog, posts, parseRecordRequest({ fields: 'id,updated_at,updated_by' })).output,
        engine.dialect,
      );
      const [row] = await run(engine, render, { keys: keysOf('p01') });
      expect(JSON.parse(String(row!['body']))).toEqual({ id: 'p01', updated_at: NOW, updated_by: USER });
    });
  });
});

it('guards tell the stamps of many credentials and the schema revision, also of none', async () => {
  await same(async (engine) => {
    const credentials = JSON.stringify([
      { n: 0, id: SESSION },
      { n: 1, id: 'nobody' },
    ]);
    const numbers = (rows: Row[]) =>
      rows.map((row) =>
        [row['n'], row['stamp'], row['schema']].map((value) => (value === null ? null : Number(value))),
      );
    const statement = compileGuards(engine.dialect);
    expect(numbers(await run(engine, statement, { credentials })).sort()).toEqual([
      [0, 1, 1],
      [1, 0, 1],
    ]);
    expect(numbers(await run(engine, statement, { credentials: '[]' }))).toEqual([[null, null, 1]]);
  });
});
