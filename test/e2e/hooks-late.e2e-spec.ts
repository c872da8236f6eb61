/** A hook whose time runs out while what it has asked for waits for its turn to be written: nothing of it is. */
import { HookLimits } from '#application/kernel/hooks/hook-limits';
import { NO_EXPECTATION, Transactions, type Unit } from '#application/ports/transactions';
import type { HookTools } from '#domain/hooks/hook-tools';
import { HookedWorld } from '../support/hooked-world';
import { API } from '../support/member';
import { unitOf } from '../support/unit';

const TO = 'late@mail.example';
const OVER = 'The time of this hook is over';
const OF_NOTES = { filter: { collection: 'notes' } };

let hooked: HookedWorld;

beforeAll(async () => {
  hooked = await HookedWorld.create({ SNACKBASE_HOOK_TIMEOUT_MS: '200' });
  for (const name of ['notes', 'echoes']) await hooked.world.define(name, [{ name: 'title', type: 'text' }]);
  Object.assign(hooked.world.server.app.get(HookLimits, { strict: false }), { afterMs: 200 });
});
afterEach(() => hooked.clear());
afterAll(() => hooked?.world.close());

const lane = () => hooked.world.server.app.get(Transactions, { strict: false });

/** Keeps the lane of the account until it is opened. */
function shutLane(): { open: () => Promise<void> } {
  const gate = Promise.withResolvers<void>();
  const unit = lane().run(unitOf(() => gate.promise, NO_EXPECTATION, hooked.world.acme.accountId));
  return {
    open: () => {
      gate.resolve();
      return unit;
    },
  };
}

/** Resolves once a unit of hooks waits in a lane. */
function unitOfHook(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { run } = lane();
  const spy = jest.spyOn(lane(), 'run').mockImplementation(function <T>(this: Transactions, unit: Unit<T>): Promise<T> {
    const result = run.call(this, unit) as Promise<T>;
    if (unit.ctx.hooks !== undefined) resolve();
    return result;
  });
  return promise.finally(() => spy.mockRestore());
}

async function sentMails(): Promise<number> {
  const { token } = hooked.world.superadmin;
  const { body } = await hooked.world.http.get(`${API}/admin/email/logs?template_type=hook`, { token });
  return body.logs.length as number;
}

const WRITES: readonly [string, (tools: HookTools) => Promise<unknown>][] = [
  ['a record', ({ records }) => records.create('echoes', { title: 'late' })],
  ['a record as the system', ({ records }) => records.asSystem().create('echoes', { title: 'late' })],
  ['a batch', ({ records }) => records.createMany('echoes', [{ title: 'late' }, { title: 'late' }])],
  ['a mail', ({ mail }) => mail.send({ to: TO, subject: 'Late', text: 'Late' })],
];

function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'written',
    ({ message }: Error) => message,
  );
}

async function expectNothing(): Promise<void> {
  expect(await hooked.count('echoes')).toBe(0);
  expect(await sentMails()).toBe(0);
  await hooked.clear();
  expect(await hooked.post('notes', { title: 'goes on' })).toMatchObject({ status: 201 });
}

test.each(WRITES)('before a write: %s', async (_, write) => {
  const [{ open }, refused] = [shutLane(), Promise.withResolvers<string>()];
  hooked.on('on_record_before_create', 'suspect', (event) => refusal(write(event)).then(refused.resolve), OF_NOTES);
  expect(await hooked.post('notes', { title: 'refused' })).toMatchObject({
    status: 504,
    body: { error: 'HOOK_TIMEOUT' },
  });
  await open();
  expect(await refused.promise).toBe(OVER);
  expect(await hooked.count('notes', 'title = "refused"')).toBe(0);
  await expectNothing();
});

test.each(WRITES)('after a write: %s', async (_, write) => {
  const refused = Promise.withResolvers<string>();
  let shut: { open: () => Promise<void> } | undefined;
  hooked.on(
    'on_record_after_create',
    'suspect',
    (event) => {
      shut = shutLane();
      return refusal(write(event)).then(refused.resolve);
    },
    OF_NOTES,
  );
  expect(await hooked.post('notes', { title: 'written' })).toMatchObject({ status: 201 });
  await hooked.idle();
  expect(hooked.linesOf('suspect')).toEqual([expect.stringContaining('did not end in time')]);
  await shut!.open();
  expect(await refused.promise).toBe(OVER);
  await expectNothing();
});

test('what a hook within it has asked for is refused too', async () => {
  const refused = Promise.withResolvers<string>();
  const { open } = shutLane();
  hooked.on('on_record_before_create', 'outer', ({ records }) => records.list('echoes'), OF_NOTES);
  hooked.on(
    'on_record_before_query',
    'inner',
    ({ records }) => refusal(records.create('echoes', {})).then(refused.resolve),
    {
      filter: { collection: 'echoes' },
    },
  );
  expect(await hooked.post('notes', { title: 'refused' })).toMatchObject({ status: 504 });
  await open();
  expect(await refused.promise).toBe(OVER);
  await hooked.clear();
  await expectNothing();
});

test('what was asked for in time is written, though the hook does not wait for it', async () => {
  const [waits, { open }, done] = [unitOfHook(), shutLane(), Promise.withResolvers<unknown>()];
  hooked.on(
    'on_record_before_create',
    'quick',
    (event) => {
      event.records.create('echoes', { title: 'in time' }).then(done.resolve, done.reject);
      event.abort(409, 'No');
    },
    OF_NOTES,
  );
  expect(await hooked.post('notes', { title: 'refused' })).toMatchObject({ status: 409 });
  await waits;
  await open();
  expect(await done.promise).toMatchObject({ title: 'in time' });
});
