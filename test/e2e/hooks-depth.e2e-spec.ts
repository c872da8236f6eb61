/** Hooks that lead to hooks: how far they may, and that what goes too far has written nothing. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { HookBus } from '#domain/hooks/hook-bus';
import { eventually } from '../support/eventually';
import { TestHooks, TITLE } from '../support/hooks/test-hooks';
import { API } from '../support/member';
import { logWith } from '../support/queue-mail';
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

/** The titles in all accounts. */
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

describe('mails that hooks of mails send', () => {
  const NEWS = { subject: 'Again', text: 'And again' };
  const bus = () => world.server.app.get(HookBus, { strict: false });
  const chainOf = (id: string) => [FIRST, ...Array.from({ length: DEEPEST }, () => id)].join(' > ');
  const FIRST = 'asks';
  const depths: number[] = [];

  /** A mail from within a hook, so that the next one is the second. */
  async function startWith(to: string): Promise<void> {
    bus().register('on_record_before_create', ({ mail }) => mail.send({ to, ...NEWS }), { id: FIRST });
    expect((await post('mailed')).status).toBe(201);
  }

  beforeEach(() => void depths.splice(0));
  afterEach(() => [FIRST, 'mails'].forEach((id) => bus().unregister(id)));

  test('after one is sent, come to an end: the log has the chain', async () => {
    bus().register(
      'on_mailer_after_send',
      async ({ mail, to, ctx }) => {
        depths.push(ctx.hooks!.length);
        await mail.send({ to, ...NEWS });
      },
      { id: 'mails', filter: { type: 'hook' } },
    );
    await startWith('circle@mail.example');
    const refused = (): Promise<boolean> => Promise.resolve(logged.some((line) => line.includes(chainOf('mails'))));
    await eventually(refused, () => `sent: ${depths.join(', ')}`);
    expect(depths).toEqual([2, 3, 4, 5, 6]);
  });

  test('before one is sent, come to an end: the one that is too deep is not sent', async () => {
    bus().register(
      'on_mailer_before_send',
      async ({ mail, ctx }) => {
        depths.push(ctx.hooks!.length);
        await mail.send({ to: `depth${ctx.hooks!.length}@mail.example`, ...NEWS });
      },
      { id: 'mails', filter: { type: 'hook' } },
    );
    await startWith('depth1@mail.example');
    const { app } = world.server;
    const { errorMessage } = await logWith(app, `depth${DEEPEST}@mail.example`, ({ attempts }) => attempts === 1);
    expect(errorMessage).toBe(`Hooks call each other more than ${DEEPEST} deep: ${chainOf('mails')}`);
    expect(await logWith(app, `depth${DEEPEST - 1}@mail.example`, ({ status }) => status === 'sent')).toBeDefined();
    expect(depths).toEqual([2, 3, 4, 5, 6]);
  });
});
