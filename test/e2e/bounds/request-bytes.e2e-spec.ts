/** What requests hold before they are answered is bounded in bytes, for one client and for the process, and in time. */
import { connect, type Socket } from 'node:net';
import { API } from '../../support/member';
import { createWorld, type World } from '../../support/world';

const KIB = 1024;
const MIB = 1024 * KIB;
const NOTES = `${API}/records/notes`;
const PING = '{"text":"x"}';

let world: World;
const open: Socket[] = [];

beforeAll(async () => {
  world = await createWorld({
    SNACKBASE_MAX_BODY_SIZE: String(200 * KIB),
    SNACKBASE_MAX_ANSWER_SIZE: String(200 * KIB),
    SNACKBASE_MAX_REQUEST_BYTES: String(MIB),
    SNACKBASE_MIN_BODY_RATE: String(100 * KIB),
  });
  await world.define('notes', [{ name: 'text', type: 'text' }], { create_rule: '' });
});
afterAll(() => world?.close());
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  // A connection that is gone gives back what it held once the server has seen it.
  await until(async () => (await write(world.acme.token)).status === 201 && (await write()).status === 201);
});

const write = (token?: string) =>
  world.http.call('POST', NOTES, { raw: PING, token, headers: token === undefined ? { 'x-account-id': 'acme' } : {} });

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

/** Sends the head of a write and the first byte of its body; the rest never comes. Resolves with what the server says. */
function begin(bytes: number | 'chunked', token?: string): { readonly answer: Promise<string> } {
  const who = token === undefined ? 'X-Account-ID: acme' : `Authorization: Bearer ${token}`;
  const length = bytes === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${bytes}`;
  const head = [`POST ${NOTES} HTTP/1.1`, 'Host: test', who, length, 'Content-Type: application/json', '', ''];
  const socket = connect(Number(new URL(world.server.url).port), '127.0.0.1');
  open.push(socket);
  socket.on('error', () => undefined);
  socket.write(head.join('\r\n') + (bytes === 'chunked' ? '1\r\n{\r\n' : '{'));
  const answer = new Promise<string>((resolve) => {
    let said = '';
    socket.on('data', (data) => {
      said += data.toString();
      if (said.includes('\r\n\r\n')) resolve(said);
    });
    socket.on('close', () => resolve(said));
  });
  return { answer };
}

test('a client that has announced all that it may is refused, and nobody else', async () => {
  // From the second request on the token is known, and what it sends is its own.
  expect((await write(world.acme.token)).status).toBe(201);
  begin(150 * KIB, world.acme.token);
  const second = await begin(150 * KIB, world.acme.token).answer;
  expect(second).toMatch(/^HTTP\/1.1 429 [^]*^retry-after: 1\r$/im);
  expect(second).toContain('"RATE_LIMITED"');
  expect((await write(world.acme.token)).status).toBe(201);
  expect((await write(world.twin.token)).status).toBe(201);
});

test('strangers together have half, and the others still get in', async () => {
  const answers = Array.from({ length: 40 }, () => begin(60 * KIB).answer);
  const refused = await Promise.any(
    answers.map(async (answer) => ((await answer).includes(' 429 ') ? answer : Promise.reject())),
  );
  expect(refused).toContain('"RATE_LIMITED"');
  expect((await write(world.acme.token)).status).toBe(201);
  expect((await world.http.call('GET', '/live')).status).toBe(200);
});

test('clients who hold much leave room for small requests, also of strangers', async () => {
  const others = await Promise.all(['umbrella', 'initech', 'hooli', 'globex'].map((slug) => world.register(slug)));
  const members = [world.acme, world.twin, ...others];
  for (const { token } of members) expect((await world.http.call('GET', `${API}/auth/me`, { token })).status).toBe(200);
  const answers = members.map(({ token }) => begin(150 * KIB, token).answer);
  const refused = await Promise.any(
    answers.map(async (answer) => ((await answer).includes(' 503 ') ? answer : Promise.reject())),
  );
  expect(refused).toContain('"UNAVAILABLE"');
  for (const token of [undefined, ...members.map((member) => member.token)])
    expect((await write(token)).status).toBe(201);
});

test.each([60 * KIB, 'chunked'] as const)('a body that does not come is given up: %s', async (bytes) => {
  const answer = await begin(bytes, world.acme.token).answer;
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
  expect(answer).toContain('"REQUEST_TOO_SLOW"');
});

test.each([
  ['nested too deeply', '['.repeat(90_000)],
  ['of too many names', `[${Array.from({ length: 10_001 }, (_, index) => `{"${index}":1}`).join()}]`],
  ['of too many values', `[${'1,'.repeat(100_000)}1]`],
])('a body %s is refused before it is parsed', async (_how, raw) => {
  const answer = await world.http.call('POST', NOTES, { raw, token: world.acme.token });
  expect(answer).toMatchObject({ status: 422, body: { error: 'REQUEST_TOO_COMPLEX' } });
});
