/** What is true for nobody in particular is for members, until the collection says that its expressions are for strangers. */
import type { Json } from '../support/http';
import { API } from '../support/member';
import { runScenarios } from '../support/scenario';
import { createWorld, type World } from '../support/world';

const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };
const ACME = { 'x-account-id': 'acme' };
const text = { name: 'text', type: 'text' };

let world: World;
const ids: Record<string, string> = {};

const asRoot = () => ({ token: world.superadmin.token });
const stranger = { headers: ACME };

async function collectionPath(name: string): Promise<string> {
  const { body } = await world.http.get(`${API}/collections?search=${name}&page_size=100`, asRoot());
  return `${API}/collections/${body.items.find((item: Json) => item.name === name).id}`;
}

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

describe('an expression that is true for nobody in particular', () => {
  const EXPRESSIONS = {
    list_rule: 'text != "hidden"',
    view_rule: 'text != "hidden"',
    create_rule: 'text != "hidden"',
    update_rule: '@request.auth.id != "" || text != "hidden"',
    delete_rule: 'text = "done" || @owns_record()',
  };
  const path = `${API}/records/drafts`;
  const one = () => `${path}/${ids['draft']}`;
  let ruled: string;

  beforeAll(async () => {
    await world.define('drafts', [text], EXPRESSIONS);
    const draft = { name: 'draft', type: 'reference', collection: 'drafts', on_delete: 'cascade' };
    await world.define('about_drafts', [draft], OPEN);
    await world.define('vault', [text], { ...OPEN, list_rule: null });
    ruled = await collectionPath('drafts');
    const { token } = world.acme;
    ids['draft'] = (await world.http.post(path, { text: 'acme draft' }, { token })).body.id;
    await world.http.post(path, { text: 'hidden' }, { token });
    await world.http.post(`${API}/records/about_drafts`, { draft: ids['draft'] }, { token });
  });

  const refused = { headers: ACME, status: 401, contains: ['AUTH_REQUIRED'], excludes: ['acme draft'] };
  runScenarios(
    () => world,
    [
      { name: 'list', method: 'GET', path, ...refused },
      { name: 'list with a cursor', method: 'GET', path: `${path}?cursor=`, ...refused },
      { name: 'get', method: 'GET', path: one, ...refused },
      { name: 'create', method: 'POST', path, body: { text: 'x' }, ...refused },
      { name: 'create many', method: 'POST', path: `${path}/batch`, body: { records: [{ text: 'x' }] }, ...refused },
      { name: 'put', method: 'PUT', path: one, body: { text: 'x' }, ...refused },
      { name: 'patch', method: 'PATCH', path: one, body: { text: 'x' }, ...refused },
      { name: 'delete', method: 'DELETE', path: one, ...refused },
      {
        name: 'a relation to it is empty',
        method: 'GET',
        path: `${API}/records/about_drafts?expand=draft`,
        headers: ACME,
        status: 200,
        contains: ['"draft":null'],
        excludes: ['acme draft'],
      },
      {
        name: 'no filter looks behind it',
        method: 'GET',
        path: `${API}/records/about_drafts?filter=draft.text ~ "draft"`,
        headers: ACME,
        status: 200,
        contains: ['"total":0'],
      },
      { name: 'holds for members', as: (w) => w.acme, method: 'GET', path, status: 200, contains: ['"total":1'] },
      { name: 'a locked rule stays one', method: 'GET', path: `${API}/records/vault`, headers: ACME, status: 403 },
    ],
  );

  test('nor in batches', async () => {
    const change = { records: [{ id: ids['draft'], data: { text: 'x' } }] };
    const changed = await world.http.patch(`${path}/batch`, change, stranger);
    const deleted = await world.http.call('DELETE', `${path}/batch`, { ...stranger, body: { ids: [ids['draft']] } });
    expect([changed.status, deleted.status]).toEqual([401, 401]);
    expect((await world.http.get(one(), { token: world.acme.token })).body.text).toBe('acme draft');
  });

  test('holds for strangers where the collection says so, until it says so no more', async () => {
    const statuses = async () => [
      (await world.http.get(path, stranger)).status,
      (await world.http.post(path, { text: 'new' }, stranger)).status,
    ];
    expect(await statuses()).toEqual([401, 401]);
    const opened = (await world.http.put(ruled, { allow_anonymous: true }, asRoot())).body;
    expect(opened).toMatchObject({ allow_anonymous: true, has_public_access: true });
    expect(await statuses()).toEqual([200, 201]);
    const seen = await world.http.get(path, stranger);
    expect(seen.text).toContain('acme draft');
    expect(seen.text).not.toContain('hidden');
    const rules = `${API}/collections/drafts/rules`;
    const unset = await world.http.put(rules, { allow_anonymous: null }, asRoot());
    expect(unset.body).toMatchObject({ allow_anonymous: null });
    expect(await statuses()).toEqual([401, 401]);
    expect((await world.http.get(ruled, asRoot())).body).toMatchObject({ has_public_access: false });
  });

  test('the default is unset, and what an answer says may be sent back', async () => {
    const { body } = await world.http.get(ruled, asRoot());
    expect(body.allow_anonymous).toBeNull();
    const again = await world.http.put(ruled, { allow_anonymous: body.allow_anonymous }, asRoot());
    expect(again.body).toMatchObject({ allow_anonymous: null });
    expect((await world.http.get(`${API}/collections/drafts/rules`, asRoot())).body.allow_anonymous).toBeNull();
  });
});
