/** More requests at a time than the server works on: all are answered, clients take turns, and nobody holds others up. */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
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

test('every one of a crowd of readers is answered', async () => {
  const { token } = world.acme;
  const answers = await Promise.all(Array.from({ length: CROWD }, () => world.http.get(`${path}?limit=1`, { token })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

test('bodies that never come hold no places', async () => {
  const senders = await Promise.all(Array.from({ length: CROWD }, () => unfinished(world.acme)));
  const { status } = await world.http.post(path, { number: 1 }, { token: world.acme.token });
  for (const sender of senders) sender.destroy();
  expect(status).toBe(201);
});

test('a body that comes in pieces is read, and so is a long one', async () => {
  const sender = await unfinished(world.acme);
  sender.write('"number":12345}');
  const [answer] = (await once(sender, 'data')) as [Buffer];
  sender.destroy();
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 201 /);
  const long = await world.http.post(path, { number: 1, more: 'x'.repeat(100_000) }, { token: world.acme.token });
  expect(long.status).toBe(422);
});

/** Has sent the head of a create and the first byte of its body. */
async function unfinished({ token }: Member): Promise<Socket> {
  const { hostname, port } = new URL(world.server.url);
  const socket = connect(Number(port), hostname);
  const head = [
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    'Content-Length: 16',
  ];
  await once(socket, 'connect');
  socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n{`);
  return socket;
}
