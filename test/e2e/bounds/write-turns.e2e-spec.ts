/** A write that is too large to share a commit makes nobody wait for more than itself. */
import { WriteLanes } from '#server/infrastructure/database/lanes/write-lanes';
import { API } from '../../support/member';
import { unitOf } from '../../support/unit';
import { createWorld, type World } from '../../support/world';

const NOTES = `${API}/records/notes`;

let world: World;

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [{ name: 'text', type: 'text' }]);
  for (const { token } of [world.acme, world.twin]) {
    expect((await world.http.post(NOTES, { text: 'x' }, { token })).status).toBe(201);
  }
});
afterAll(() => world?.close());

/** Lets nothing else of the account be written until it is called. */
async function hold(accountId: string): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  const running = Promise.withResolvers<void>();
  const unit = unitOf(() => (running.resolve(), held.promise), undefined, accountId);
  const done = world.server.app.get(WriteLanes, { strict: false }).submit(unit);
  await running.promise;
  return () => {
    held.resolve();
    void done;
  };
}

/** Resolves when so many writes wait in the lanes. */
function submitted(count: number): Promise<void> {
  const lanes = world.server.app.get(WriteLanes, { strict: false });
  const reached = Promise.withResolvers<void>();
  const submit = lanes.submit.bind(lanes);
  let left = count;
  const spy = jest.spyOn(lanes, 'submit').mockImplementation((unit) => {
    const result = submit(unit);
    left -= 1;
    if (left === 0) {
      spy.mockRestore();
      reached.resolve();
    }
    return result;
  });
  return reached.promise;
}

test('another account is answered before the large write that came first', async () => {
  const release = await hold(world.acme.accountId);
  const order: string[] = [];
  const large = { records: Array.from({ length: 30 }, () => ({ text: 'x'.repeat(50_000) })) };
  const first = submitted(1);
  const batch = world.http.post(`${NOTES}/batch`, large, { token: world.acme.token }).then(({ status }) => {
    expect(status).toBe(201);
    order.push('large');
  });
  await first;
  const second = submitted(1);
  const small = world.http.post(NOTES, { text: 'y' }, { token: world.twin.token }).then(({ status }) => {
    expect(status).toBe(201);
    order.push('small');
  });
  await second;
  release();
  await Promise.all([batch, small]);
  expect(order).toEqual(['small', 'large']);
});

test('many writes of one account share commits, and none is lost', async () => {
  const { token, accountId } = world.acme;
  const before = (await world.http.get(`${NOTES}?limit=1`, { token })).body.total;
  const release = await hold(accountId);
  const waiting = submitted(24);
  const answers = Array.from({ length: 300 }, (_, number) => world.http.post(NOTES, { text: `n${number}` }, { token }));
  await waiting;
  release();
  expect(new Set((await Promise.all(answers)).map(({ status }) => status))).toEqual(new Set([201]));
  expect((await world.http.get(`${NOTES}?limit=1`, { token })).body.total).toBe(before + 300);
});
