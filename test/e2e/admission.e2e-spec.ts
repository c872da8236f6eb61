/** More writes at a time than the server works on: all are answered, clients take turns, and who goes away holds nobody up. */
import { API, type Member } from '../support/member';
import type { Answer } from '../support/http';
import { createWorld, type World } from '../support/world';

const CROWD = 300;
const path = `${API}/records/notes`;

let world: World;

beforeAll(async () => {
  world = await createWorld();
  await world.define('notes', [{ name: 'number', type: 'number' }]);
});
afterAll(() => world?.close());

function crowd(member: Member): Promise<Answer>[] {
  return Array.from({ length: CROWD }, (_, number) => world.http.post(path, { number }, { token: member.token }));
}

async function total({ token }: Member): Promise<number> {
  return (await world.http.get(`${path}?limit=1`, { token })).body.total;
}

test('every one of a crowd is answered and written', async () => {
  const answers = await Promise.all(crowd(world.acme));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(await total(world.acme)).toBe(CROWD);
});

test('one client waits behind its own crowd, not another behind it', async () => {
  let answered = 0;
  const flood = crowd(world.acme).map((answer) => answer.finally(() => (answered += 1)));
  await Promise.race(flood);
  const { status } = await world.http.post(path, { number: 1 }, { token: world.twin.token });
  const before = answered;
  expect(status).toBe(201);
  await Promise.all(flood);
  expect(before).toBeLessThan(CROWD);
});

test('places of clients that go away are free again', async () => {
  const before = await total(world.acme);
  const gone = new AbortController();
  const sent = Array.from({ length: CROWD }, () =>
    fetch(world.server.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.acme.token}`, 'content-type': 'application/json' },
      body: '{"number":1}',
      signal: gone.signal,
    }),
  );
  await Promise.race(sent);
  gone.abort();
  const outcomes = await Promise.allSettled(sent);
  expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
  const answers = await Promise.all(crowd(world.acme));
  expect(answers.every(({ status }) => status === 201)).toBe(true);
  const written = (await total(world.acme)) - before - CROWD;
  expect(written).toBeGreaterThanOrEqual(outcomes.filter(({ status }) => status === 'fulfilled').length);
  expect(written).toBeLessThanOrEqual(CROWD);
});
