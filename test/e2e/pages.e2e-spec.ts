/**
 * Pages of a list whose filter or rule looks into lists of values, references and relations: every record is on one page, and
 * on one only.
 */
import { API, SIGNED_IN_RULES } from '../support/member';
import { createWorld, type World } from '../support/world';

const COUNT = 20;
const LIMIT = 7;
const FLAGS = ['a', 'b', 'c'];

let world: World;

beforeAll(async () => {
  world = await createWorld();
  const { token } = world.acme;
  await world.define('labels', [{ name: 'text', type: 'text' }]);
  const fields = [
    { name: 'n', type: 'number' },
    { name: 'flags', type: 'select', options: { values: FLAGS, max: 3 } },
    { name: 'tags', type: 'json' },
    { name: 'labels', type: 'reference', collection: 'labels', on_delete: 'set_null', options: { multiple: true } },
  ];
  await world.define('tasks', fields, SIGNED_IN_RULES);
  const rules = { ...SIGNED_IN_RULES, list_rule: 'flags != "z" && labels.text != "z"' };
  await world.define('ruled', fields, rules);
  const labels: string[] = [];
  for (const text of ['x', 'y', 'w']) {
    labels.push((await world.http.post(`${API}/records/labels`, { text }, { token })).body.id);
  }
  const records = Array.from({ length: COUNT }, (_, n) => ({ n, flags: FLAGS, tags: FLAGS, labels }));
  for (const collection of ['tasks', 'ruled']) {
    expect((await world.http.post(`${API}/records/${collection}/batch`, { records }, { token })).status).toBe(201);
  }
});

afterAll(() => world.close());

async function walk(collection: string, query: Record<string, string>, isByCursor: boolean): Promise<number[]> {
  const seen: number[] = [];
  let position: Record<string, string> = isByCursor ? { cursor: '' } : { skip: '0' };
  for (let page = 0; page < COUNT; page += 1) {
    const search = new URLSearchParams({ ...query, ...position, limit: String(LIMIT) });
    const { body } = await world.http.get(`${API}/records/${collection}?${search}`, { token: world.acme.token });
    seen.push(...body.items.map(({ n }: { n: number }) => n));
    if (body.items.length < LIMIT) break;
    position = isByCursor ? { cursor: body.next_cursor } : { skip: String(seen.length) };
  }
  return seen;
}

describe.each(['by skip', 'by cursor'])('pages %s', (how) => {
  const inOrder = Array.from({ length: COUNT }, (_, n) => n);

  test.each([
    ['tasks', 'flags != null'],
    ['tasks', 'flags = "a" || flags = "b"'],
    ['tasks', 'flags ~ "%"'],
    ['tasks', 'labels != null'],
    ['tasks', 'labels.text != "z"'],
    ['tasks', 'labels.text IN ("x", "y") && flags != "z"'],
    ['ruled', ''],
    ['ruled', 'flags != null && labels != null'],
  ])('of %s where %s', async (collection, filter) => {
    const query: Record<string, string> = filter === '' ? {} : { filter };
    const isByCursor = how === 'by cursor';
    expect((await walk(collection, query, isByCursor)).toSorted((a, b) => a - b)).toEqual(inOrder);
    expect(await walk(collection, { ...query, sort: '-n' }, isByCursor)).toEqual(inOrder.toReversed());
  });
});
