/** Records as hooks hold them: under the caller’s rights, or as the system within one account and under no rule. */
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import type { HookRecords } from '#domain/hooks/hook-tools';
import type { DomainError } from '#domain/kernel/errors';
import { ECHOES, inHook, TestHooks, TITLE } from '../support/hooks/test-hooks';
import { API, type Member } from '../support/member';
import { createWorld, type World } from '../support/world';

const LOCKED = { list_rule: null, view_rule: null, create_rule: null, update_rule: null, delete_rule: null };
const NO_ACCOUNT = 'This event is not about one account';

let world: World;
let hooks: TestHooks;

beforeAll(async () => {
  world = await createWorld();
  for (const name of ['notes', ECHOES]) await world.define(name, TITLE);
  await world.define('journal', TITLE, LOCKED);
  hooks = new TestHooks(world.server);
});
afterEach(() => hooks.clear());
afterAll(() => world?.close());

const path = (collection: string) => `${API}/records/${collection}`;
const post = (title: string, { token }: Member = world.acme) => world.http.post(path('notes'), { title }, { token });
const idle = () => world.server.app.get(AfterHooks, { strict: false }).idle();

/** The titles in the journals of all accounts. */
async function journal(): Promise<string[]> {
  const { body } = await world.http.get(path('journal'), { token: world.superadmin.token });
  return body.items.map((record: { title: string }) => record.title);
}

const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    ({ code, kind }: DomainError) => `${kind} ${code}`,
  );

test('records are under the caller’s rights, and refused as HTTP would', async () => {
  const { body: theirs } = await post('of the twin', world.twin);
  const { outcome } = await inHook(world, hooks, async ({ records }) => [
    await refusal(records.create('journal', { title: 'x' })),
    await refusal(records.list('journal')),
    await refusal(records.get('notes', theirs.id)),
    await refusal(records.update('notes', theirs.id, { title: 'x' })),
    await refusal(records.delete('notes', theirs.id)),
    await refusal(records.create('notes', { title: 7, more: 1 })),
    await refusal(records.create('notes', undefined as never)),
    await refusal(records.list('notes', { filter: 'gone = 1' })),
    await refusal(records.get('nowhere', theirs.id)),
  ]);
  expect(outcome).toEqual([
    'forbidden RULE_LOCKED',
    'forbidden RULE_LOCKED',
    'not_found RECORD_NOT_FOUND',
    'not_found RECORD_NOT_FOUND',
    'not_found RECORD_NOT_FOUND',
    'unprocessable RECORD_INVALID',
    'unprocessable RECORD_INVALID',
    'invalid QUERY_FILTER_UNKNOWN_NAME',
    'not_found COLLECTION_NOT_FOUND',
  ]);
});

test.each<[string, (records: HookRecords) => HookRecords, string]>([
  ['the caller', (records) => records, 'notes'],
  ['the system', (records) => records.asSystem(), 'journal'],
])('records can be read and written as %s, one by one and in batches', async (who, open, collection) => {
  const { id, outcome } = await inHook(world, hooks, async (event) => {
    const records = open(event.records);
    const one = await records.create(collection, { title: 'first' });
    const many = await records.createMany(collection, [{ title: 'second' }, { title: 'third' }]);
    const all = await records.list(collection, { sort: 'title' });
    const changed = await records.update(collection, one['id'] as string, { title: 'changed' });
    const [second, third] = many.map((record) => record['id'] as string);
    const both = await records.updateMany(collection, [
      { id: second!, data: { title: '2' } },
      { id: third!, data: { title: '3' } },
    ]);
    await records.delete(collection, one['id'] as string);
    const left = await records.get(collection, second!, { fields: 'title' });
    await records.deleteMany(collection, [second!, third!]);
    return { one, all, changed, both, left };
  });
  const by = who === 'the system' ? `system:hook:${id}` : world.acme.userId;
  expect(outcome.one).toMatchObject({ title: 'first', account_id: world.acme.accountId, created_by: by });
  expect(outcome.all.items.map((record) => record['title'])).toEqual(
    expect.arrayContaining(['first', 'second', 'third']),
  );
  expect(outcome.changed).toMatchObject({ title: 'changed', updated_by: by });
  expect(outcome.both).toMatchObject([{ title: '2' }, { title: '3' }]);
  expect(outcome.left).toEqual({ title: '2' });
});

test('records of the system are those of the event’s account alone', async () => {
  const { outcome } = await inHook(world, hooks, async ({ records }) =>
    records.asSystem().create('journal', { title: 'secret' }),
  );
  const seen = await inHook(
    world,
    hooks,
    async ({ records }) => {
      const system = records.asSystem();
      const id = outcome['id'] as string;
      return [
        (await system.list('journal')).items,
        await refusal(system.get('journal', id)),
        await refusal(system.update('journal', id, { title: 'x' })),
        await refusal(system.delete('journal', id)),
        await refusal(system.deleteMany('journal', [id])),
        await refusal(system.create('journal', { title: 'x', account_id: world.acme.accountId })),
      ];
    },
    world.twin,
  );
  const missing = 'not_found RECORD_NOT_FOUND';
  expect(seen.outcome).toEqual([[], missing, missing, missing, missing, 'unprocessable RECORD_INVALID']);
  expect(await journal()).toEqual(['secret']);
  expect(await world.http.get(path('journal'), { token: world.acme.token })).toMatchObject({ status: 403 });
});

test('records of the system follow the account that a superadmin writes for; a list of all accounts has none', async () => {
  const made: unknown[] = [];
  hooks.on('on_record_after_create', 'notes', async ({ records }) => {
    made.push((await records.asSystem().create('journal', { title: 'noted' }))['account_id']);
  });
  const [acme, root] = [world.acme, world.superadmin];
  await world.http.post(path('notes'), { title: 'for acme', account_id: acme.accountId }, { token: root.token });
  await idle();
  expect(made).toEqual([acme.accountId]);
  const answers: string[] = [];
  hooks.on('on_record_before_query', 'notes', ({ records }) => {
    try {
      records.asSystem();
      answers.push('accepted');
    } catch (error) {
      answers.push((error as Error).message);
    }
  });
  await world.http.get(path('notes'), { token: root.token });
  await world.http.get(path('notes'), { token: acme.token });
  expect(answers).toEqual([expect.stringContaining(NO_ACCOUNT), 'accepted']);
});

test('records of the system are not left behind in an account that is deleted meanwhile', async () => {
  const gone = await world.register('gone');
  const begun = Promise.withResolvers<void>();
  const deleted = Promise.withResolvers<void>();
  const outcomes: string[] = [];
  hooks.on('on_record_after_create', 'notes', async ({ records }) => {
    begun.resolve();
    await deleted.promise;
    outcomes.push(await refusal(records.asSystem().create('journal', { title: 'left behind' })));
  });
  await post('the last one', gone);
  await begun.promise;
  const { token } = world.superadmin;
  expect((await world.http.delete(`${API}/accounts/${gone.accountId}`, { token })).status).toBeLessThan(300);
  deleted.resolve();
  await idle();
  expect(outcomes).toEqual(['unprocessable RECORD_INVALID']);
  expect(await journal()).not.toContain('left behind');
});

test('records cannot be had for another account by changing the context', async () => {
  const { outcome } = await inHook(world, hooks, async ({ ctx, records }) => {
    const changed = Reflect.set(ctx, 'accountId', world.twin.accountId);
    return { changed, items: (await records.asSystem().list('notes')).items };
  });
  expect(outcome.changed).toBe(false);
  expect(JSON.stringify(outcome.items)).not.toContain(world.twin.accountId);
});
