/** What is behind a relation that a caller may not follow: neither values nor names, nor types; and of users the id alone. */
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

const OPEN = { list_rule: '', view_rule: '', create_rule: '', update_rule: '', delete_rule: '' };
const ACME = { 'x-account-id': 'acme' };
const TASKS = `${API}/records/tasks`;

let world: World;

beforeAll(async () => {
  world = await createWorld();
  const fields = [
    { name: 'secret', type: 'text' },
    { name: 'cost', type: 'number' },
    { name: 'due', type: 'datetime' },
    { name: 'signed', type: 'boolean' },
    { name: 'notes', type: 'json' },
    { name: 'tags', type: 'select', options: { values: ['a', 'b'], max: 2 } },
    { name: 'boss', type: 'user' },
  ];
  await world.define('contracts', fields, { ...OPEN, view_rule: null });
  await world.define(
    'tasks',
    [
      { name: 'text', type: 'text' },
      { name: 'contract', type: 'reference', collection: 'contracts', on_delete: 'cascade' },
      { name: 'more', type: 'reference', collection: 'contracts', on_delete: 'cascade', options: { multiple: true } },
      { name: 'assignee', type: 'user' },
    ],
    OPEN,
  );
  await world.define(
    'papers',
    [...fields, { name: 'task', type: 'reference', collection: 'tasks', on_delete: 'cascade' }],
    { ...OPEN, view_rule: null },
  );
  await world.define('discreet', [{ name: 'assignee', type: 'user' }], { ...OPEN, show_user_details: false });
  const contract = { secret: 'x', cost: 5, due: '2026-01-01T00:00:00Z', signed: true, notes: [1], tags: ['a'] };
  for (const { token, userId } of [world.acme, world.twin]) {
    const { body } = await world.http.call('POST', `${API}/records/contracts`, { body: contract, token });
    const task = { text: 't', contract: body.id, more: [body.id], assignee: userId };
    const made = await world.http.call('POST', TASKS, { body: task, token });
    const paper = { ...contract, task: made.body.id };
    expect(await world.http.call('POST', `${API}/records/papers`, { body: paper, token })).toMatchObject({
      status: 201,
    });
    await world.http.call('POST', `${API}/records/discreet`, { body: { assignee: userId }, token });
  }
});
afterAll(() => world?.close());

/** An answer, without the id of the request and without what messages repeat of the filter: `name`, and where it ends. */
async function answer(query: string, name: string, headers: Record<string, string>): Promise<string> {
  const { status, text } = await world.http.call('GET', `${TASKS}?${query.replaceAll('+', '%2B')}`, { headers });
  return `${status} ${text.replaceAll(`.${name}`, '.…').replaceAll(/"request_id":"[^"]*"|position \d+/g, '')}`;
}

const USES = [
  'filter=@.# = "x"',
  'filter=@.# != "x"',
  'filter=!(@.# = "x")',
  'filter=@.# ~ "x"',
  'filter=@.# > 4',
  'filter=@.# < "2027-01-01T00:00:00Z"',
  'filter=@.#',
  'filter=@.# = true',
  'filter=@.# IN ("x", "y")',
  'filter=@.# NOT IN (5, 6)',
  'filter=@.# = null',
  'filter=@.# IS NOT NULL',
  'filter=length(@.#) > 0',
  'filter=upper(@.#) = "X"',
  'filter=@.# + 1 = 6',
  'filter=-@.# < 0',
  'filter=date_diff(@.#, now(), "days") < 0',
  'filter=coalesce(@.#, "none") = "none"',
  'filter=if(@.#, 1, 2) = 2',
  'filter=@.# = text',
  'filter=@.#.email = "x"',
  'filter=@.#.#.# = 1',
  'filter=@.#.length > 0',
  'filter=sum(@.#) > 4',
  'filter=max(@.#) = "x"',
  'filter=count(@.#) > 0',
  'sort=@.#',
  'sort=-@.#,text',
  'sort=@.#.x&cursor=',
  'expand=@.#',
  'expand=@.#.#',
  'expand=@&fields=text,@.#',
];
const NAMES = ['secret', 'cost', 'due', 'signed', 'notes', 'tags', 'boss', 'id', 'created_at'];

describe.each(['contract', 'more', 'papers_via_task'])('through a locked collection (%s)', (relation) => {
  test.each(USES)('%s says the same of what there is and of what there is not', async (use) => {
    const ask = (name: string, headers: Record<string, string>) =>
      answer(use.replaceAll('@', relation).replaceAll('#', name), name, headers);
    for (const headers of [ACME, { authorization: `Bearer ${world.acme.token}` }]) {
      const unknown = await ask('nothing', headers);
      expect(unknown).not.toMatch(/contracts|^500/);
      for (const name of NAMES) expect(await ask(name, headers)).toBe(unknown);
    }
  });
});

test('a back-relation from it says nothing of the fields that there are', async () => {
  for (const use of [...USES, 'filter=@.length = 0', 'filter=@ = null', 'expand=@', 'expand=@&fields=@']) {
    const ask = (relation: string) => answer(use.replaceAll('@', relation).replaceAll('#', 'secret'), 'secret', ACME);
    const withoutName = (text: string) => text.replaceAll(/papers_via_\w+/g, '…');
    expect(withoutName(await ask('papers_via_task'))).toBe(withoutName(await ask('papers_via_what')));
  }
});

test('a single relation into it is as empty as one without a target', async () => {
  const total = async (filter: string) =>
    (await world.http.call('GET', `${TASKS}?filter=${filter}`, { headers: ACME })).body['total'];
  expect(await total('contract.secret = null')).toBe(1);
  expect(await total('!(contract.secret = "x")')).toBe(0);
  expect(await total('!(more.secret = "x")')).toBe(1);
  expect(await total('coalesce(contract.cost, 7) = 7')).toBe(1);
});

const details = { email: 'owner@acme.example' };

test.each(['tasks', 'discreet'])('strangers see of users the id alone (%s)', async (name) => {
  const path = `${API}/records/${name}`;
  const expanded = await world.http.call('GET', `${path}?expand=assignee`, { headers: ACME });
  expect(expanded.body['items']).toMatchObject([{ assignee: { id: world.acme.userId } }]);
  expect(Object.keys(expanded.body['items'][0].assignee as object)).toEqual(['id']);
  for (const query of ['filter=assignee.email ~ "owner"', 'sort=assignee.email']) {
    const asked = await world.http.call('GET', `${path}?${query}`, { headers: ACME });
    expect(asked).toMatchObject({ status: 400 });
    expect(asked.text).not.toContain('email can be read');
  }
  const byId = await world.http.call('GET', `${path}?filter=assignee.id = "${world.acme.userId}"`, { headers: ACME });
  expect(byId.body['total']).toBe(1);
});

test('members see them where the collection shows them, superadmins always', async () => {
  const shown = async (name: string, token: string) =>
    (
      await world.http.call(
        'GET',
        `${API}/records/${name}?expand=assignee&filter=assignee.id = "${world.acme.userId}"`,
        { token },
      )
    ).body['items'][0].assignee as object;
  expect(await shown('tasks', world.acme.token)).toMatchObject(details);
  expect(Object.keys(await shown('discreet', world.acme.token))).toEqual(['id']);
  expect(await shown('discreet', world.superadmin.token)).toMatchObject(details);
});

test('the setting of a collection is checked, shown and changed', async () => {
  const root = { token: world.superadmin.token };
  const { body } = await world.http.call('GET', `${API}/collections?search=discreet`, root);
  const { id } = body['items'][0] as { id: string };
  const shown = await world.http.call('GET', `${API}/collections/${id}`, root);
  expect(shown.body).toMatchObject({ show_user_details: false });
  const change = (value: unknown) =>
    world.http.call('PUT', `${API}/collections/${id}`, { ...root, body: { show_user_details: value } });
  expect(await change('yes')).toMatchObject({ status: 422 });
  expect(await change(true)).toMatchObject({ status: 200, body: { show_user_details: true } });
  const filter = `filter=assignee.email = "${details.email}"`;
  const found = await world.http.call('GET', `${API}/records/discreet?${filter}`, { token: world.acme.token });
  expect(found.body['total']).toBe(1);
  expect(await change(false)).toMatchObject({ status: 200, body: { show_user_details: false } });
});
