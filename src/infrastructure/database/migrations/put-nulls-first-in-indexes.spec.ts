import type { DataSource } from 'typeorm';
import { POSTGRES, type TemporaryDatabase } from '../../../../test/support/engines';
import { migrationSource } from '../../../../test/support/migration-source';
import { undoMigrations } from '../../../../test/support/undo-migrations';
import { AddMacros1768478400000 } from './1768478400000-add-macros';

const AT = '2026-01-01T00:00:00.000Z';
const INSIDE = `("meta" #>> ARRAY['color']) COLLATE "C" NULLS FIRST`;
const field = (column: string, type: string, settings: object = {}): object => ({
  id: column,
  name: column,
  column,
  type,
  required: false,
  unique: false,
  options: {},
  ...settings,
});
const FIELDS = [
  field('title', 'text', { required: true }),
  field('slug', 'text'),
  field('day', 'date'),
  field('meta', 'json'),
];
const index = (name: string, unique: boolean, ...fields: string[]): object => ({ name, unique, fields });
const INDEXES = [
  index('ix_slug', true, 'slug'),
  index('ix_title_day', false, 'title', 'day', 'created_at'),
  index('ix_title', true, 'title'),
  index('ix_color', false, 'meta.color:text'),
];

/** As a server without the migration made them. */
const FORMER = [
  `CREATE TABLE "col_things" (
    "account_id" text COLLATE "C" NOT NULL, "id" text COLLATE "C" NOT NULL, "created_at" timestamptz(3) NOT NULL,
    "title" text COLLATE "C" NOT NULL, "slug" text COLLATE "C", "day" date, "meta" json, PRIMARY KEY ("account_id", "id"))`,
  'CREATE UNIQUE INDEX "ix_slug" ON "col_things" ("account_id", "slug")',
  'CREATE INDEX "ix_title_day" ON "col_things" ("account_id", "title", "day", "created_at")',
  'CREATE UNIQUE INDEX "ix_title" ON "col_things" ("account_id", "title")',
  `CREATE INDEX "ix_color" ON "col_things" ("account_id", ${INSIDE})`,
];
const row = (id: string, slug: string): string =>
  `INSERT INTO "col_things" VALUES ('a', '${id}', '${AT}', 'title of ${id}', ${slug}, NULL, '{"color":"red"}')`;

let place: TemporaryDatabase;
let source: DataSource;
beforeEach(async () => {
  place = await POSTGRES.create();
  source = await migrationSource(place.target, AddMacros1768478400000);
  await source.runMigrations({ transaction: 'each' });
  for (const statement of FORMER) await source.query(statement);
  const collection =
    'INSERT INTO collections (id, name, name_key, table_name, fields, indexes, created_at, updated_at) ' +
    `VALUES ('c', 'things', 'things', 'col_things', $1, $2, '${AT}', '${AT}')`;
  await source.query(collection, [JSON.stringify(FIELDS), JSON.stringify(INDEXES)]);
  for (const [id, slug] of [
    ['1', "'one'"],
    ['2', 'NULL'],
    ['3', 'NULL'],
  ] as const) {
    await source.query(row(id, slug));
  }
  await source.destroy();
  source = await migrationSource(place.target);
});
afterEach(async () => {
  await source.destroy();
  await place.remove();
});

interface Made {
  readonly name: string;
  /** Changes with every CREATE INDEX. */
  readonly file: number;
  readonly text: string;
}

function made(): Promise<readonly Made[]> {
  return source.query<Made[]>(
    `SELECT c.relname AS name, c.relfilenode AS file, pg_get_indexdef(c.oid) AS text FROM pg_class AS c
     JOIN pg_index AS i ON i.indexrelid = c.oid WHERE i.indrelid = 'col_things'::regclass ORDER BY c.relname`,
  );
}

test('indexes over optional columns get nulls first, and all others stay', async () => {
  const before = await made();
  await source.runMigrations({ transaction: 'each' });
  const after = await made();
  const remade = after.filter(({ file }, at) => file !== before[at]!.file).map(({ text }) => text);
  expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  expect(remade).toEqual([
    'CREATE UNIQUE INDEX ix_slug ON public.col_things USING btree (account_id, slug NULLS FIRST)',
    'CREATE INDEX ix_title_day ON public.col_things USING btree (account_id, title, day NULLS FIRST, created_at)',
  ]);
  await source.query(row('4', 'NULL'));
  await expect(source.query(row('5', "'one'"))).rejects.toThrow('ix_slug');
});

test('an index that is in order already is not made again', async () => {
  await source.runMigrations({ transaction: 'each' });
  const done = await made();
  await undoMigrations(source, AddMacros1768478400000);
  await source.runMigrations({ transaction: 'each' });
  expect(await made()).toEqual(done);
});

test('a table whose indexes cannot be made anew keeps those that it has', async () => {
  const before = await made();
  await source.query(`UPDATE collections SET fields = REPLACE(fields, '"column":"day"', '"column":"gone"')`);
  await source.query(`UPDATE collections SET indexes = REPLACE(indexes, '"day"', '"gone"')`);
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await expect(source.runMigrations({ transaction: 'each' })).rejects.toThrow('gone');
  log.mockRestore();
  expect(await made()).toEqual(before);
});
