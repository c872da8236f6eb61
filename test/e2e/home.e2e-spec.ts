/** What somebody finds who opens the server's own address, in a browser or with a program. */
import { expectLinksToLead } from '../support/links';
import { API } from '../support/member';
import { startServer, type TestServer } from '../support/server';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    SNACKBASE_ENVIRONMENT: 'production',
    SNACKBASE_EXTERNAL_URL: 'https://api.acme.example',
  });
});
afterAll(() => server?.stop());

test.each([
  ['/', 'SnackBase runs here'],
  ['/admin', 'administration'],
  ['/admin/', 'administration'],
])('%s leads a person on', async (path, text) => {
  const { status, headers, text: page } = await server.http.get(path, { headers: BROWSER });
  expect({ status, page }).toMatchObject({ status: 200, page: expect.stringContaining(text) });
  expect(headers.get('content-type')).toMatch(/^text\/html/);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  expect(page).not.toContain('<script');
  await expectLinksToLead(server.http, page, path);
});

test('a program is told the same', async () => {
  for (const accept of ['application/json', '*/*']) {
    const { status, headers, body } = await server.http.get('/', { headers: { accept } });
    expect({ status, body }).toMatchObject({ status: 200, body: { service: 'SnackBase', api: API, docs: '/docs' } });
    expect(headers.get('vary')).toContain('Accept');
    for (const path of [body.api, body.docs, body.openapi, body.health]) {
      expect({ path, status: (await server.http.get(path)).status }).toEqual({ path, status: 200 });
    }
  }
});

test('they can be read, and nothing is below them', async () => {
  const posted = await server.http.post('/', {});
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  expect((await server.http.get('/admin/users')).status).toBe(404);
});
