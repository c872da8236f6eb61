/** The explorer in a browser, in production: who sees what in it, and that what it offers to try out works. */
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openBrowser, type TestBrowser } from '../../support/browser';
import { eventually } from '../../support/eventually';
import { ExplorerPage } from '../../support/explorer-page';
import { login, PASSWORD, type Member } from '../../support/member';
import { startServer, type TestServer } from '../../support/server';
import { defineCollection, signUp } from '../../support/sign-up';

const TITLE = [{ name: 'title', type: 'text', required: true }];
const LOCKED = { list_rule: null, view_rule: null, create_rule: null, update_rule: null, delete_rule: null };
const READABLE = ['', '/count', '/aggregate', '/{id}'].map((rest) => `get /records/books${rest}`);

let server: TestServer;
let superadmin: Member;
let member: Member;
let chromium: TestBrowser;
let explorer: ExplorerPage;

beforeAll(async () => {
  server = await startServer({ SNACKBASE_ENVIRONMENT: 'production' });
  chromium = await openBrowser();
  superadmin = await login(server.http, 'system', server.superadminEmail);
  member = await signUp(server.http, superadmin, 'acme');
  await defineCollection(server.http, superadmin, 'books', TITLE, { ...LOCKED, list_rule: '', view_rule: '' });
  await defineCollection(server.http, superadmin, 'vaults', TITLE, LOCKED);
  explorer = await ExplorerPage.open(chromium.browser, server.url);
});
afterAll(async () => {
  await chromium?.close();
  await server?.stop();
});

/** Waits until the page shows these operations on the collection's records, and no others. */
async function sees(collection: string, operations: readonly string[], { page } = { page: explorer }): Promise<void> {
  let seen: readonly string[] = [];
  const isSeen = async (): Promise<boolean> => {
    seen = await page.recordOperations(collection);
    return seen.toSorted().join() === operations.toSorted().join();
  };
  await eventually(isSeen, () => `${collection}: ${seen.join(', ')} instead of ${operations.join(', ')}`);
}

const logIn = (page: ExplorerPage, account: string, email: string): Promise<string> =>
  page.tryOut('post', '/auth/login', (example) => ({ ...example, account, email, password: PASSWORD }));

test('strangers see no collection', async () => {
  for (const name of ['books', 'vaults']) expect(await explorer.recordOperations(name)).toEqual([]);
  expect(explorer.faults).toEqual([]);
});

test('"Authorize" shows members what the rules open to them, and signing out takes it away', async () => {
  await explorer.authorize(member.token);
  await sees('books', READABLE);
  expect(await explorer.recordOperations('vaults')).toEqual([]);
  await explorer.signOut();
  await sees('books', []);
  expect(explorer.faults).toEqual([]);
});

test('a superadmin logs in, makes a collection and a record in it by "Try it out"', async () => {
  expect(await logIn(explorer, 'system', superadmin.email)).toBe('200');
  await eventually(async () => (await explorer.recordOperations('vaults')).includes('post /records/vaults'));

  const created = await explorer.tryOut('post', '/collections', () => ({ name: 'notes', fields: TITLE, ...LOCKED }));
  expect(created).toBe('201');
  await (await explorer.operation('post', '/records/notes')).waitFor();
  expect(await explorer.tryOut('post', '/records/notes', (example) => ({ ...example, title: 'First' }))).toBe('201');
  expect(explorer.faults).toEqual([]);
});

test('a reload forgets who was signed in', async () => {
  expect(await explorer.kept()).toBe(0);
  await explorer.load();
  expect(await explorer.recordOperations('notes')).toEqual([]);
  expect(explorer.faults).toEqual([]);
});

test('a credential that is refused shows why, and what strangers see', async () => {
  await explorer.authorize('stale');
  await explorer.page.locator('.errors-wrapper .message').getByText(/token/i).waitFor();
  expect(await explorer.recordOperations('books')).toEqual([]);
});

describe('below a path of a proxy', () => {
  let proxy: Server;

  beforeAll(async () => {
    proxy = createServer((incoming, outgoing) => {
      const { method, headers, url = '' } = incoming;
      if (!url.startsWith('/base/')) return outgoing.writeHead(404).end();
      const passed = request(server.url + url.slice('/base'.length), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(outgoing);
      });
      return incoming.pipe(passed);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  test('it works the same', async () => {
    const { port } = proxy.address() as AddressInfo;
    const page = await ExplorerPage.open(chromium.browser, `http://127.0.0.1:${port}/base`);
    expect(await logIn(page, 'acme', member.email)).toBe('200');
    await sees('books', READABLE, { page });
    expect(page.faults).toEqual([]);
  });
});
