/** Hooks that lead to hooks: how far they may, and that what goes too far has written nothing. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { TestHooks, TITLE } from '../support/hooks/test-hooks';
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

const DEEPEST = 5;
const PATH = `${API}/records/loops`;

let world: World;
let hooks: TestHooks;
let logged: string[] = [];

beforeAll(async () => {
  world = await createWorld({}, (line) => logged.push(line));
  for (const name of ['loops', 'echoes']) await world.define(name, TITLE);
  hooks = new TestHooks(world.server);
});
afterEach(() => {
  hooks.clear();
  logged = [];
});
afterAll(() => world?.close());

const post = (title: string) => world.http.post(PATH, { title }, { token: world.acme.token });

/** Of all accounts. */
async function titlesOf(collection: string): Promise<string[]> {
  const { body } = await world.http.get(`${API}/records/${collection}?sort=title`, { token: world.superadmin.token });
  return body.items.map((record: { title: string }) => record.title);
}

test('hooks are refused before they are too deep, and nothing is written', async () => {
  const id = hooks.on('on_record_before_create', 'loops', ({ records }) => records.create('loops', { title: 'again' }));
  const answer = await post('first');
  const chain = Array.from({ length: DEEPEST + 1 }, () => id).join(' > ');
  expect(answer).toMatchObject({ status: 422, body: { error: 'HOOK_DEPTH' } });
  expect(answer.body.message).toBe(`Hooks call each other more than ${DEEPEST} deep: ${chain}`);
  hooks.clear();
  expect(await titlesOf('loops')).toEqual([]);
});

test('hooks are counted across collections, as the system too', async () => {
  const ids = [
    hooks.on('on_record_before_create', 'loops', ({ records }) => records.asSystem().create('echoes', { title: 'e' })),
    hooks.on('on_record_before_create', 'echoes', ({ records }) => records.create('loops', { title: 'l' })),
  ];
  const answer = await post('first');
  expect(answer).toMatchObject({ status: 422, body: { error: 'HOOK_DEPTH' } });
  expect(answer.body.message).toContain([0, 1, 0, 1, 0, 1].map((index) => ids[index]).join(' > '));
  hooks.clear();
  expect([await titlesOf('loops'), await titlesOf('echoes')]).toEqual([[], []]);
});

test('hooks of reads are counted like those of writes', async () => {
  hooks.on('on_record_before_query', 'loops', ({ records }) => records.list('loops'));
  const answer = await world.http.get(PATH, { token: world.acme.token });
  expect(answer).toMatchObject({ status: 422, body: { error: 'HOOK_DEPTH' } });
});

test('hooks after a write go on until they are too deep; each written record has had its hooks', async () => {
  const depths: number[] = [];
  const id = hooks.on('on_record_after_create', 'loops', async ({ records, ctx }) => {
    depths.push(ctx.hooks!.length);
    await records.asSystem().create('loops', { title: `after ${ctx.hooks!.length}` });
  });
  expect((await post('after 0')).status).toBe(201);
  await world.server.app.get(AfterHooks, { strict: false }).idle();
  hooks.clear();
  expect(depths).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await titlesOf('loops')).toEqual(['after 0', 'after 1', 'after 2', 'after 3', 'after 4', 'after 5']);
  const failures = logged.filter((line) => line.includes(`Hook ${id} (on_record_after_create, code) failed`));
  expect(failures).toHaveLength(1);
  expect(failures[0]).toContain('more than 5 deep');
});
