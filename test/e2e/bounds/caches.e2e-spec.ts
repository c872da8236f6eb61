/** Plans and statements are shared by requests of one shape and bounded in bytes; neither may ever show in an answer. */
import { RecordPlans } from '#application/records/record-plans';
import { API } from '../../support/member';
import { createWorld, type World } from '../../support/world';

const LIST = `${API}/records/notes`;
const DAYS = ['2026-01-31', '2026-02-01', '2026-02-02'];

let world: World;

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [
    { name: 'title', type: 'text' },
    { name: 'price', type: 'number' },
    { name: 'done', type: 'boolean' },
    { name: 'due', type: 'date' },
    { name: 'parent', type: 'reference', collection: 'notes', on_delete: 'set_null' },
  ]);
  const records = DAYS.map((due, index) => ({ title: `n${index}`, price: index - 1.25, done: index === 1, due }));
  const { token } = world.acme;
  expect((await world.http.post(`${LIST}/batch`, { records }, { token })).status).toBe(201);
});
afterAll(() => world?.close());

async function titles(query: Record<string, string>): Promise<readonly string[]> {
  const text = new URLSearchParams({ sort: 'title', fields: 'title', ...query }).toString();
  const answer = await world.http.get(`${LIST}?${text}`, { token: world.acme.token });
  expect(answer.status).toBe(200);
  const { items, total } = answer.body as unknown as { items: { title: string }[]; total: number };
  expect(total).toBe(items.length);
  return items.map(({ title }) => title);
}

test.each<readonly [string, readonly (readonly [string, readonly string[]])[]]>([
  [
    'texts',
    [
      ['title = "n0"', ['n0']],
      ['title = "n1"', ['n1']],
      ['title = "n\'2"', []],
    ],
  ],
  [
    'patterns',
    [
      ['title ~ "N2"', ['n2']],
      ['title ~ "%1"', ['n1']],
      ['title ~ "n%"', ['n0', 'n1', 'n2']],
    ],
  ],
  [
    'numbers',
    [
      ['price < 0', ['n0', 'n1']],
      ['price < 0.5', ['n0', 'n1']],
      ['price < 5e2', ['n0', 'n1', 'n2']],
    ],
  ],
  [
    'numbers with a minus',
    [
      ['price < -1', ['n0']],
      ['price < - 0.1', ['n0', 'n1']],
      ['price < --1', ['n0', 'n1', 'n2']],
    ],
  ],
  [
    'members of lists',
    [
      ['price IN (-1.25, 7)', ['n0']],
      ['price IN (-0.25, 0.75)', ['n1', 'n2']],
    ],
  ],
  ['dates', DAYS.map((day, index) => [`due = "${day}"`, [`n${index}`]] as const)],
  [
    'booleans in texts',
    [
      ['done = "true"', ['n1']],
      ['done = "false"', ['n0', 'n2']],
    ],
  ],
  [
    'decimals',
    [
      ['round(price, 1) = 0.8', ['n2']],
      ['round(price, 0) = 1', ['n2']],
      ['round(price, 2) = 0.75', ['n2']],
    ],
  ],
  [
    'units',
    [
      ['date_add(due, 1, "days") = "2026-02-01"', ['n0']],
      ['date_add(due, 1, "months") = "2026-03-01"', ['n1']],
    ],
  ],
  [
    'what depends on no record',
    [
      ['1 = 1', ['n0', 'n1', 'n2']],
      ['1 = 2', []],
      ['"a" = "a" && price > 0', ['n2']],
    ],
  ],
])('filters that differ in their %s only get answers of their own', async (_what, filters) => {
  for (let round = 0; round < 2; round += 1) {
    for (const [filter, found] of filters) expect(await titles({ filter })).toEqual(found);
  }
});

test('parameters that differ in their values only get answers of their own', async () => {
  for (let index = 0; index < DAYS.length; index += 1) {
    expect(await titles({ title: `n${index}`, filter: `price < ${index}` })).toEqual([`n${index}`]);
    expect(await titles({ due: DAYS[index]!, filter: 'price < 0' })).toEqual(index < 2 ? [`n${index}`] : []);
  }
  const refused = await world.http.get(`${LIST}?price=one`, { token: world.acme.token });
  expect(refused).toMatchObject({ status: 400, body: { error: 'QUERY_PARAMETER' } });
});

test('a literal that does not fit is refused, whatever was asked in its place before', async () => {
  expect(await titles({ filter: 'due > "2026-02-01"' })).toEqual(['n2']);
  const filter = encodeURIComponent('due > "2026-02-31"');
  const answer = await world.http.get(`${LIST}?filter=${filter}`, { token: world.acme.token });
  expect(answer).toMatchObject({ status: 400, body: { error: 'QUERY_FILTER_TYPE' } });
});

test('filters that differ in literals make one plan, and one shape more makes one more', async () => {
  const plans = world.server.app.get(RecordPlans);
  await titles({ filter: 'title = "a" && price > 1' });
  const { bytes } = plans;
  for (let index = 0; index < 20; index += 1) await titles({ filter: `title = "b${index}" && price > ${index}` });
  expect(plans.bytes).toBe(bytes);
  await titles({ filter: 'title = "a" && price < 1' });
  expect(plans.bytes).toBeGreaterThan(bytes);
});

test('a change of the schema lets go of the plans that were made before it', async () => {
  const plans = world.server.app.get(RecordPlans);
  for (const sort of ['title', '-title', 'price', 'due']) await titles({ filter: 'price > -9', sort });
  const { bytes } = plans;
  await world.define('others', [{ name: 'title', type: 'text' }]);
  await titles({});
  expect(plans.bytes).toBeLessThan(bytes / 2);
});

test('a statement of more than 3,000 parts is refused, and none of it is kept', async () => {
  const plans = world.server.app.get(RecordPlans);
  const { token } = world.superadmin;
  const rule = Array.from({ length: 60 }, () => 'parent.parent.title != "x"').join(' || ');
  await world.http.put(`${API}/collections/notes/rules`, { view_rule: rule }, { token });
  await titles({});
  const { bytes } = plans;
  const filter = encodeURIComponent(Array.from({ length: 9 }, () => 'parent.parent.title = "a"').join(' || '));
  const answer = await world.http.get(`${LIST}?filter=${filter}`, { token: world.acme.token });
  expect(answer).toMatchObject({ status: 422, body: { error: 'QUERY_TOO_COMPLEX' } });
  expect(plans.bytes).toBe(bytes);
});
