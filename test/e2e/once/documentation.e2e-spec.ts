/** Every command that the documentation shows, run as it stands, page by page. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../../support/database';
import { blocksOf, CHECKOUT, PAGES, type Block } from '../../support/docs/documents';
import { runBlocks, type Ran, type Run } from '../../support/docs/run-blocks';
import { differences, examplesOf } from '../../support/docs/examples';
import { listed, unknownRoutes } from '../../support/docs/routes';
import { EXAMPLE_COLLECTIONS, MEMBER, OPERATIONS, TOURS } from '../../support/docs/tours';
import { environmentOf } from '../../support/environment';
import { Http, type Json } from '../../support/http';
import { API, login } from '../../support/member';
import { startProcess, type ServerProcess } from '../../support/process';

const OPERATOR = {
  SNACKBASE_ENVIRONMENT: 'development',
  SNACKBASE_SUPERADMIN_EMAIL: 'root@example.com',
  SNACKBASE_SUPERADMIN_PASSWORD: 'Correct-Horse-7',
};
const isShell = ({ language }: Block): boolean => ['bash', 'sh', 'shell'].includes(language);
const commandsOf = (page: string): Block[] => blocksOf(page).filter((block) => isShell(block) && !block.isNotRun);

let database: TestDatabase;
let server: ServerProcess;
let http: Http;
let root: string;

beforeAll(async () => {
  database = await createDatabase();
  mkdirSync(join(database.folder, 'hooks'));
  // For programs that import a published client.
  symlinkSync(join(CHECKOUT, 'node_modules'), join(database.folder, 'node_modules'));
  server = await startProcess(database, { environment: { ...OPERATOR, SNACKBASE_HOOKS_DIR: 'hooks' } });
  http = new Http(server.url);
  root = (await login(http, 'system', OPERATOR.SNACKBASE_SUPERADMIN_EMAIL)).token;
});
afterAll(async () => {
  await server?.end('SIGTERM');
  await database?.drop();
});

test('every page with commands is on a tour', () => {
  const toured = [...TOURS.flatMap(({ pages }) => pages), OPERATIONS.page];
  expect(toured.toSorted()).toEqual(PAGES.filter((page) => commandsOf(page).length > 0).toSorted());
});

test('no commands are in blocks that are not for a shell', () => {
  const isCommand = ({ text }: Block): boolean => /^(npm|npx|curl|snackbase) /m.test(text);
  expect(PAGES.flatMap(blocksOf).filter((block) => !isShell(block) && isCommand(block))).toEqual([]);
});

test('what is not run is a script at least', () => {
  const scripts = PAGES.flatMap(blocksOf).filter((block) => isShell(block) && block.isNotRun);
  expect(scripts.length).toBeGreaterThan(0);
  const { status, stderr } = spawnSync('bash', ['-n'], {
    input: scripts.map(({ text }) => text).join('\n'),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

// Before any collection is made, whose own routes are in the document as well.
test('every route is in the list of routes, and every route that a page names exists', async () => {
  const { body: document } = await http.get('/openapi.json');
  expect(listed(document)).toEqual({ unknown: [], missing: [] });
  expect(unknownRoutes(document)).toEqual([]);
});

describe.each(TOURS)('$pages', ({ pages, collections = [], hasMember = false, prints = [] }) => {
  beforeAll(async () => {
    await clear();
    for (const definition of collections) await done(http.post(`${API}/collections`, definition, { token: root }));
    if (hasMember) await signUp();
  });

  test('does what it says', async () => {
    const environment = environmentOf(database, 0, { ...OPERATOR, ROOT: root });
    const run = await runBlocks(pages.flatMap(commandsOf), {
      server: server.url,
      folder: database.folder,
      environment,
    });
    expectNoneRefused(run);
    expectInOrder(run.blocks.map(({ stdout }) => stdout).join('\n'), prints);
    expect(run.blocks.flatMap(otherThanShown)).toEqual([]);
  });
});

test(`${OPERATIONS.page} does what it says`, async () => {
  const folder = join(database.folder, 'operations');
  mkdirSync(folder);
  const { PATH, NODE_COMPILE_CACHE } = environmentOf(database, 0);
  const environment = { PATH, NODE_COMPILE_CACHE, TOKEN: root };
  const run = await runBlocks(commandsOf(OPERATIONS.page), {
    server: server.url,
    folder,
    environment,
    input: OPERATIONS.typed,
  });
  expectNoneRefused(run);
  expectInOrder(run.blocks.map(({ stdout }) => stdout).join('\n'), [
    'Superadmin root@example.com was created',
    '--workers',
  ]);
});

/** Ids of the examples lead to records that are there: those that examples create, and an author. */
test.each(PAGES.filter((page) => examplesOf(page).length > 0))(
  'examples of %s are answered as they say',
  async (page) => {
    await clear();
    for (const definition of EXAMPLE_COLLECTIONS)
      await done(http.post(`${API}/collections`, definition, { token: root }));
    await signUp();
    const { token } = await login(http, 'acme', MEMBER.email, MEMBER.password);
    const author = await done(http.post(`${API}/records/authors`, { name: 'Ann' }, { token }));
    for (const price of [4, 8])
      await done(http.post(`${API}/records/posts`, { title: 'Another', price, status: 'published' }, { token }));
    await done(http.post(`${API}/records/products`, { sku: 'A-2', title: 'Table', price: 9 }, { token }));
    const ids = new Map([['019c132a-af70-7000-9b51-6f0c2f9a1d34', author.body.id as string]]);
    for (const { line, method, path, headers, body, status, answer } of examplesOf(page)) {
      const { authorization: _, ...others } = headers;
      const mine = (text: string): string =>
        [...ids].reduce((changed, [shown, id]) => changed.replaceAll(shown, id), text);
      const call = { token: path.includes('/collections/') ? root : token, headers: others };
      const actual = await http.call(method, mine(path), body === undefined ? call : { ...call, raw: mine(body) });
      const wrong = answer === undefined ? [] : differences(answer, actual.body);
      const isExpected = status === undefined ? actual.status < 300 : actual.status === status;
      expect({ line, wrong, isExpected, text: isExpected ? '' : actual.text }).toEqual({
        line,
        wrong: [],
        isExpected: true,
        text: '',
      });
      if (actual.status === 201 && answer?.id !== undefined) ids.set(answer.id, actual.body.id);
    }
  },
);

/** An answer that is an error is one that the block, or the paragraph after it, names by its status. */
function expectNoneRefused({ code, blocks }: Run): void {
  const unforeseen = ({ block, statuses }: Ran): number[] =>
    statuses.filter((status) => status >= 300 && !`${block.text}${block.after}`.includes(String(status)));
  const wrong = blocks.filter((ran) => unforeseen(ran).length > 0);
  expect({ code, last: code === 0 ? null : blocks.at(-1), wrong }).toEqual({ code: 0, last: null, wrong: [] });
}

/** Where JSON is shown after a block, its last line of output has that form. */
function otherThanShown({ block: { line, next = '' }, stdout }: Ran): string[] {
  if (!next.startsWith('{')) return [];
  return differences(JSON.parse(next), JSON.parse(stdout.split('\n').at(-1)!)).map((wrong) => `line ${line}: ${wrong}`);
}

function expectInOrder(output: string, parts: readonly string[]): void {
  let rest = output;
  for (const part of parts) {
    expect(rest).toContain(part);
    rest = rest.slice(rest.indexOf(part) + part.length);
  }
}

/** Nothing of one page is there for the next. */
async function clear(): Promise<void> {
  const call = (method: string, path: string): Promise<{ status: number; body: Json; text: string }> =>
    http.call(method, API + path, { token: root });
  const { body } = await call('GET', '/collections?page_size=100&sort_by=created_at&sort_order=desc');
  for (const { id } of body.items) await done(call('DELETE', `/collections/${id}?confirm=true`));
  const accounts = await call('GET', '/accounts?page_size=100');
  for (const { id, slug } of accounts.body.items) if (slug !== 'system') await done(call('DELETE', `/accounts/${id}`));
  const hooks = join(database.folder, 'hooks');
  for (const file of readdirSync(hooks)) rmSync(join(hooks, file));
}

async function signUp(): Promise<void> {
  const { body } = await done(http.post(`${API}/auth/register`, { ...MEMBER, account_name: 'Acme' }));
  await done(http.post(`${API}/users/${body.user.id}/verify`, {}, { token: root }));
}

async function done<T extends { status: number; text: string }>(request: Promise<T>): Promise<T> {
  const answer = await request;
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
