/** What the documentation names is there, and what is there is in the documentation. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppConfig } from '#server/config/app-config';
import { variableOf } from '#server/config/load-config';
import { blocksOf, CHECKOUT, PAGES, spansOf, textOf } from './documents';

const sourceOf = (pattern: string): string =>
  globSync(pattern, { cwd: CHECKOUT })
    .filter((path) => !path.includes('.spec.'))
    .map((path) => readFileSync(join(CHECKOUT, path), 'utf8'))
    .join('\n');
const found = (text: string, pattern: RegExp): string[] => Array.from(text.matchAll(pattern), ([, name]) => name!);
const everywhere = PAGES.map(textOf).join('\n');
/** With the page, so that a failure says where. */
const named = (pattern: RegExp): [name: string, page: string][] =>
  PAGES.flatMap((page) => [...new Set(found(textOf(page), pattern))].map((name): [string, string] => [name, page]));

/** Their defaults by name. */
const settings = new Map(Object.entries(new AppConfig()).map(([property, value]) => [variableOf(property), value]));
/** Of the compose files, of the tests, and of the MCP server. */
const OF_OTHERS = /^SNACKBASE_(PUBLISHED_PORT|TEST_(DATABASE|SEED|SCALE|CASES|BROWSER)|URL|API_KEY|PLATFORM)$/;

describe('settings', () => {
  it('are all known', () => {
    const unknown = named(/\b(SNACKBASE_[A-Z_]*[A-Z])\b/g).filter(
      ([name]) => !settings.has(name) && !OF_OTHERS.test(name),
    );
    expect(unknown).toEqual([]);
  });

  it.each(['docs/settings.md', '.env.example'])('are all in %s, and nothing else', (page) => {
    const lines = textOf(page)
      .split('\n')
      .filter((line) => /^(\| `)?SNACKBASE_/.test(line));
    const names = lines.flatMap((line) => found(line.split(' | ')[0]!, /(SNACKBASE_[A-Z_]+)/g));
    expect(names.toSorted()).toEqual([...settings.keys()].toSorted());
  });

  it('have the defaults that docs/settings.md says', () => {
    const rows = new Map(
      Array.from(textOf('docs/settings.md').matchAll(/^\| `(SNACKBASE_\w+)` +\| `([^`<]+)`/gm), ([, name, value]) => [
        name!,
        value!,
      ]),
    );
    expect(rows.size).toBeGreaterThan(40);
    const wrong = [...rows].filter(
      ([name, value]) => !name.endsWith('_APP_URL') && asText(settings.get(name)) !== value,
    );
    expect(wrong).toEqual([]);
  });
});

const asText = (value: unknown): string =>
  typeof value === 'string' || Array.isArray(value) ? String(value) : JSON.stringify(value);

/** Capitals in quotation marks that are the codes of others, or parts of codes. */
const NO_CODES =
  /^(SQLITE|SNACKBASE|UV|WATCH|ERR|HPE|AEXPR|SORTBY|JOIN|COERCE)_|_(EXPR|SUBLINK)$|^(QUERY_(FILTER|AGGREGATE|HAVING)|UNKNOWN_NAME|IS_NOT_NULL)$/;
const inSource = found(sourceOf('{src,libs,apps}/**/*.ts'), /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|UNAVAILABLE)'/g);
const ofLanguage = ['RULE', 'QUERY_FILTER', 'QUERY_SORT', 'QUERY_AGGREGATE', 'QUERY_HAVING'].flatMap((stage) =>
  ['SYNTAX', 'UNKNOWN_NAME', 'TYPE', 'LIMIT'].map((problem) => `${stage}_${problem}`),
);
const codes = new Set([...inSource.filter((name) => !NO_CODES.test(name)), ...ofLanguage]);

describe('error codes', () => {
  it('are all in docs/errors.md, and nothing else', () => {
    expect(found(textOf('docs/errors.md'), /^- `([A-Z][A-Z_]+)` \(/gm).toSorted()).toEqual([...codes].toSorted());
  });

  it('are all known wherever they are named', () => {
    const STATUS_AND_CODE = /\b[1-5]\d\d `([A-Z][A-Z_]+)`/g;
    const MEMBER = /"error": ?"([A-Z][A-Z_]+)"/g;
    const own = new Set(found(everywhere, /abort\(\d+, '[^']*', '([A-Z_]+)'\)/g));
    const unknown = [...named(STATUS_AND_CODE), ...named(MEMBER)].filter(
      ([name]) => !codes.has(name) && !own.has(name),
    );
    expect(unknown).toEqual([]);
  });
});

test('other names in capitals with an underscore are those of a setting without its beginning, or of the programs around', () => {
  const OTHERS = new Set([
    'POSTGRES_PASSWORD',
    'UPDATE_GOLDEN',
    'NODE_OPTIONS',
    'MALLOC_ARENA_MAX',
    'DATABASE_URL',
    'SQLITE_TMPDIR',
  ]);
  const isSetting = (name: string): boolean =>
    ['', 'SNACKBASE_', 'SNACKBASE_PLATFORM_'].some((beginning) => settings.has(beginning + name));
  const unknown = PAGES.flatMap((page) =>
    spansOf(page)
      .filter((span) => /^[A-Z]+(_[A-Z0-9]+)+$/.test(span) && !codes.has(span) && !OTHERS.has(span))
      .filter((name) => !isSetting(name) && !OF_OTHERS.test(name))
      .map((name) => [page, name]),
  );
  expect(unknown).toEqual([]);
});

describe('commands', () => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const texts = PAGES.flatMap((page) =>
    [...spansOf(page), ...blocksOf(page).flatMap(({ text }) => text.split('\n'))].map((text) => [page, text]),
  );

  it('of npm are scripts of package.json', () => {
    const called = texts.flatMap(([page, text]) => found(text!, /\bnpm run ([\w:-]+)/g).map((name) => [page, name]));
    expect(called.length).toBeGreaterThan(20);
    expect(called.filter(([, name]) => scripts[name!] === undefined)).toEqual([]);
  });

  it('of snackbase exist, with the options that are shown', () => {
    const files = globSync('apps/cli/*.command.ts', { cwd: CHECKOUT }).map(textOf);
    const commands = new Map(files.map((text) => [found(text, /@Command\(\{\s*name: '([\w-]+)/g)[0], text]));
    const called = texts.flatMap(([page, text]) =>
      Array.from(
        text!.matchAll(/\bsnackbase (?:-- )?([a-z][\w-]*)((?: +(?:--?[\w-]+|<\w+>|[^\s`|#]+))*)/g),
        ([, name, rest]) => ({
          page,
          name: name!,
          options: found(rest!, /(?:^|\s)(--[\w-]+)/g),
        }),
      ),
    );
    expect(called.length).toBeGreaterThan(10);
    const unknown = called.filter(({ name, options }) => {
      const text = commands.get(name);
      return text === undefined || options.some((option) => option !== '--help' && !text.includes(option));
    });
    expect(unknown).toEqual([]);
  });
});

describe('files', () => {
  const files = globSync(
    [
      '{src,libs,apps,test,docs,bench,scripts,examples}/**/*.{ts,mts,mjs,cjs,md,sh}',
      '.*.cjs',
      '.ci/run',
      '*.cjs',
      '*.yml',
    ],
    { cwd: CHECKOUT },
  ).map((path) => `/${path}`);
  const NAME = /^(?!index\.ts$)\w[\w./-]*\.(?:ts|mts|mjs|cjs)$/;

  it('that pages name are there', () => {
    const unknown = PAGES.flatMap((page) =>
      spansOf(page)
        .filter((span) => NAME.test(span) && !files.some((path) => path.endsWith(`/${span}`)))
        .map((name) => [page, name]),
    );
    expect(unknown).toEqual([]);
  });

  it('of the tests that identity.md names are there', () => {
    const [, section] = textOf('docs/identity.md').split('## What the tests hold the server to');
    const names = found(section!, /\| (`[^|]+`) +\|$/gm).flatMap((cell) => found(cell, /`([^`]+)`/g));
    expect(names.length).toBeGreaterThan(40);
    const isThere = (name: string): boolean =>
      files.includes(`/${name}`) || files.some((path) => path.endsWith(`/${name}.e2e-spec.ts`));
    expect(names.filter((name) => !isThere(name))).toEqual([]);
  });
});

test('links lead to pages and headings that exist', () => {
  const anchorsOf = (page: string): string[] =>
    found(textOf(page).replace(/^```[\s\S]*?^```/gm, ''), /^#+ (.+)$/gm).map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    );
  const broken = PAGES.flatMap((page) =>
    found(textOf(page).replace(/^```[\s\S]*?^```/gm, ''), /\]\(([^)\s]+)\)/g)
      .filter((target) => !/^(https?|mailto):/.test(target))
      .filter((target) => {
        const [path, anchor] = target.split('#');
        const file = path === '' ? page : join(page, '..', path!);
        if (globSync(file, { cwd: CHECKOUT }).length === 0) return true;
        return anchor !== undefined && !anchorsOf(file).includes(anchor);
      })
      .map((target) => [page, target]),
  );
  expect(broken).toEqual([]);
});
