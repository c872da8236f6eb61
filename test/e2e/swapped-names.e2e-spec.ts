/** A change of fields never turns a rule onto other data: names can be given from one field to another. */
import type { Answer, Json } from '../support/http';
import { API, SIGNED_IN_RULES } from '../support/member';
import { createWorld, type World } from '../support/world';

const COLLECTIONS = `${API}/collections`;
const FIELDS = [
  { name: 'public', type: 'boolean' },
  { name: 'urgent', type: 'boolean' },
];

let world: World;
let count = 0;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

async function define(rules: object, fields: readonly object[] = FIELDS): Promise<Json> {
  count += 1;
  const body = { name: `notes${count}`, fields, ...SIGNED_IN_RULES, ...rules };
  const answer = await world.http.post(COLLECTIONS, body, { token: world.superadmin.token });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body;
}

const put = (id: string, body: object): Promise<Answer> =>
  world.http.put(`${COLLECTIONS}/${id}`, body, { token: world.superadmin.token });

const swapped = ({ fields: [first, second] }: Json): Json[] => [
  { ...first, name: second.name },
  { ...second, name: first.name },
];

const RULES = [
  'public = true',
  'public',
  '@is_public()',
  '!(urgent = true) && @request.auth.id != ""',
  'if(public, 1, 2) = 1',
  'public != false',
];

describe.each(RULES)('two names cannot be swapped under the rule %s', (rule) => {
  test.each([
    ['kept', () => ({})],
    ['sent as it is', () => ({ list_rule: rule })],
  ])('%s', async (_how, rules) => {
    const before = await define({ list_rule: rule });
    const answer = await put(before.id, { fields: swapped(before), ...rules() });
    expect([answer.status, answer.body]).toMatchObject([
      409,
      { error: 'SCHEMA_FIELD_IN_USE', field: `${before.name}.list_rule`, hint: expect.any(String) },
    ]);
    const { body } = await world.http.get(`${COLLECTIONS}/${before.id}`, { token: world.superadmin.token });
    expect(body.fields).toEqual(before.fields);
  });
});

test.each(['!changed(public)', '@request.data.public = true', 'isset(@request.data.public)'])(
  'nor under the update rule %s',
  async (rule) => {
    const before = await define({ update_rule: rule });
    expect((await put(before.id, { fields: swapped(before) })).status).toBe(409);
  },
);

test('nor under the rule of another collection that reads them by a reference', async () => {
  const before = await define({});
  const reference = { name: 'note', type: 'reference', collection: before.name, on_delete: 'set_null' };
  const other = await define({ view_rule: 'note.public = true' }, [reference]);
  const answer = await put(before.id, { fields: swapped(before) });
  expect([answer.status, answer.body.field]).toEqual([409, `${other.name}.view_rule`]);
});

test('nor can a new field take the name of one that is renamed', async () => {
  const before = await define({ list_rule: 'public = true' });
  const [first, second] = before.fields;
  const fields = [{ ...first, name: 'hidden' }, second, { name: 'public', type: 'boolean' }];
  expect((await put(before.id, { fields })).status).toBe(409);
});

test('they can where no rule names them, and with rules that are written anew; the data follow', async () => {
  const unnamed = await define({});
  expect((await put(unnamed.id, { fields: swapped(unnamed) })).status).toBe(200);

  const before = await define({ list_rule: 'public = true' });
  const records = `${API}/records/${before.name}`;
  await world.http.post(records, { public: true, urgent: false }, { token: world.acme.token });
  const answer = await put(before.id, { fields: swapped(before), list_rule: 'urgent = true' });
  expect(answer.status).toBe(200);
  const { body } = await world.http.get(records, { token: world.acme.token });
  expect(body.items).toMatchObject([{ public: false, urgent: true }]);
});
