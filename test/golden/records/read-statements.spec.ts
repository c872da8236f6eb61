/** What the compiled reads show, on every engine at hand: isolation, expands, pages, totals, guards. */
import { RuledFieldAccess } from '#domain/query/ruled-field-access';
import { encodeCursor } from '#domain/query/cursor';
import { parseListRequest } from '#domain/query/parse-list-request';
import { parseShowRequest } from '#domain/query/parse-show-request';
import { planGet, planList } from '#domain/query/plan-records';
import type { KeysetValue } from '#domain/query/record-plan';
import { EVERY_COLUMN } from '#domain/rules/column-resolver';
import type { JsonValue } from '#domain/schema/collection';
import { bindStatement } from '#sql/bind';
import { compileCountChanges } from '#sql/compile-counts';
import { compileGuards } from '#sql/compile-guards';
import { compileList } from '#sql/compile-list';
import { countOthers } from '#sql/compile-others';
import { compileCount, compileGet } from '#sql/compile-read';
import { sqlite } from '#sql/dialect/sqlite';
import { recordFrame } from '#sql/read-frame';
import { renderStatement } from '#sql/render-statement';
import { sql } from '#sql/sql-fragment';
import { type Engine, type Row, openSqlite } from './engines';
import { SIZES, closeWorld, list, openWorld, run, same } from './on-every-engine';
import { POSTS, VALUES } from './sample-rows';
import { ACCOUNT, MEMBER, OTHER_ACCOUNT, SESSION, SUPERADMIN, USER, catalogWith, tableTexts } from './world';

const FIELDS = new RuledFieldAccess();

const planOf = (filter: string) =>
  planList(MEMBER, FIELDS, catalog, posts, parseListRequest({ filter }, posts, EVERY_COLUMN));

const NOW = '2026-03-31T10:15:30.123Z';
const catalog = catalogWith();
const posts = catalog.find('posts')!;

beforeEach(openWorld);
afterEach(closeWorld);

describe('reads', () => {
  it('show a record in full, equal on every engine', async () => {
    const expected = POSTS.find((record) => record['publishedAt'] !== null && record['rating'] === 1e300) ?? POSTS[0]!;
    const statementOf = (engine: Engine) =>
      compileGet(planGet(MEMBER, FIELDS, catalog, posts, parseShowRequest({})), engine.dialect);
    const row = await same(async (engine) => {
      const [found] = await run(engine, statementOf(engine), {
        credential: SESSION,
        account: ACCOUNT,
        id: expected['id'] as string,
      });
      return { ...found!, schema: Number(found!['schema']), body: JSON.parse(found!['body'] as string) as unknown };
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
    const engine = await openSqlite();
    for (const text of tableTexts('sqlite')) await engine.all(text);
    const plan = planList(
      MEMBER,
      FIELDS,
      catalog,
      posts,
      parseListRequest({ fields: 'id,Title' }, posts, EVERY_COLUMN),
    );
    const statement = compileList(plan, engine.dialect);
    const values = bindStatement(statement, {
      request: VALUES,
      parameters: { credential: null, account: ACCOUNT, skip: 0, limit: 30, ...SIZES },
    });
    const steps = (await engine.all(`EXPLAIN QUERY PLAN ${statement.text}`, values)).map(({ detail }) =>
      String(detail),
    );
    expect(steps).toContain('SEARCH r USING PRIMARY KEY (account_id=?)');
    expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
    await engine.close();
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
      const page = await list(engine, query, MEMBER, position ?? []);
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
      const changes = (records: number) =>
        JSON.stringify([{ account: ACCOUNT, collection: posts.id, records, bytes: 240 * records }]);
      await run(engine, compileCountChanges(engine.dialect), { changes: changes(40) });
      await run(engine, compileCountChanges(engine.dialect), { changes: changes(-1) });
      const open = await list(engine, { fields: 'id' });
      expect({ kept: Number(open.row['kept']), versions: open.row['versions'] }).toEqual({ kept: 39, versions: null });

      const filtered = await list(engine, { fields: 'id', filter: 'views > 2' });
      const request = parseListRequest({ filter: 'views > 2' }, posts, EVERY_COLUMN);
      const count = compileCount(planList(MEMBER, FIELDS, catalog, posts, request), engine.dialect);
      const values = { ...VALUES, given: request.given };
      const [counted] = await run(engine, count, { account: ACCOUNT }, { request: values });
      expect(filtered.row).toMatchObject({ kept: null, versions: counted!['versions'] });
      expect(Number(counted!['total'])).toBe(POSTS.filter(({ views }) => Number(views) > 2).length);
      await run(engine, compileCountChanges(engine.dialect), { changes: changes(0) });
      expect((await list(engine, { fields: 'id', filter: 'views > 2' })).row['versions']).not.toBe(
        counted!['versions'],
      );
    });
  });

  it.each([
    "author.name != 'a'",
    "'a' != author.name",
    "!(author.name = 'Ann')",
    "author.organization != 'o1'",
    "author.organization != 'o9'",
    "author.id != 'a1'",
  ])('count those that are another one by those that are not: %s', async (filter) => {
    await same(async (engine) => {
      const changes = [{ account: ACCOUNT, collection: posts.id, records: POSTS.length, bytes: 0 }];
      await run(engine, compileCountChanges(engine.dialect), { changes: JSON.stringify(changes) });
      const others = countOthers(recordFrame(engine.dialect), planOf(filter));
      const statement = renderStatement(engine.dialect, sql('SELECT ', others!, ' AS "total"'));
      const { given } = parseListRequest({ filter }, posts, EVERY_COLUMN);
      const [counted] = await run(engine, statement, { account: ACCOUNT }, { request: { ...VALUES, given } });
      const { items } = await list(engine, { fields: 'id', filter, limit: '100' });
      expect(Number(counted!['total'])).toBe(items.length);
      expect(items.length).toBeGreaterThan(0);
      return items.length;
    });
  });

  it.each([
    "author.name = 'a'",
    "Title != 'a'",
    'author.name != Title',
    "tags.name != 'a'",
    "vault.name != 'a'",
    "author.name != 'a' && views > 1",
    "author.name != 'a' || views > 1",
  ])('are counted as they are: %s', (filter) => {
    expect(countOthers(recordFrame(sqlite), planOf(filter))).toBeNull();
  });

  it('have no versions where users or the time decide', async () => {
    await same(async (engine) => {
      for (const filter of ["owner.email = 'a'", 'publishedAt < now()']) {
        expect((await list(engine, { fields: 'id', filter })).row['versions']).toBeNull();
      }
    });
  });
});

it('guards return the stamps of many credentials and the schema revision, even for none', async () => {
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
