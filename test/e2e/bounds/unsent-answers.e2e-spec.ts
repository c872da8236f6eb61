/** Answers that their clients do not take are bounded in bytes, for one client, for strangers together, and in time. */
import { connect, type Socket } from 'node:net';
import { eventually } from '../../support/eventually';
import { API } from '../../support/member';
import { createWorld, type World } from '../../support/world';

const MIB = 1024 * 1024;
const PAGES = `${API}/records/pages`;
/** Far more than the kernel keeps for a client that does not read. */
const ANSWER = 12 * MIB;

let world: World;
const open: Socket[] = [];

beforeAll(async () => {
  world = await createWorld({
    SNACKBASE_MAX_RECORD_SIZE: String(3 * MIB),
    SNACKBASE_MAX_ANSWER_SIZE: String(ANSWER),
    SNACKBASE_MAX_REQUEST_BYTES: String(MIB),
    SNACKBASE_SEND_TIMEOUT_MS: '3000',
    SNACKBASE_RATE_LIMIT_ENABLED: 'false',
  });
  const fields = ['a', 'b', 'c'].map((name) => ({ name, type: 'text' }));
  await world.define('pages', fields, { list_rule: '' });
  const text = 'x'.repeat(980_000);
  for (let count = 0; count < 4; count += 1) {
    const body = { a: text, b: text, c: text };
    const created = await world.http.call('POST', `${PAGES}?fields=id`, { token: world.acme.token, body });
    expect(created.status).toBe(201);
  }
});
afterAll(() => world?.close());
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

/** Asks for everything from the address and reads the beginning of the answer only. */
async function askWithoutReading(localAddress: string, who = 'X-Account-ID: acme'): Promise<string> {
  const socket = connect({ port: Number(new URL(world.server.url).port), host: '127.0.0.1', localAddress });
  open.push(socket);
  socket.on('error', () => undefined);
  socket.write(`GET ${PAGES} HTTP/1.1\r\nHost: test\r\n${who}\r\n\r\n`);
  await new Promise((resolve) => socket.once('readable', resolve));
  return String(socket.read(12)).slice('HTTP/1.1 '.length);
}

const read = (headers: Record<string, string>) => world.http.call('GET', PAGES, { headers });

/** Until then every answer is the refusal. */
const isAnsweredAgain = (headers: Record<string, string>, refusal: number) =>
  eventually(async () => {
    const { status } = await read(headers);
    expect([200, refusal]).toContain(status);
    return status === 200;
  });

test('a client that does not take its answers is refused more, and nobody else, until they are given up', async () => {
  const member = `Authorization: Bearer ${world.acme.token}`;
  // From the second request on the token is known, and what it is answered is its own.
  expect((await world.http.call('GET', `${PAGES}?fields=id`, { token: world.acme.token })).status).toBe(200);
  const answers = await Promise.all([1, 2].map(() => askWithoutReading('127.0.0.1', member)));
  expect(answers.sort()).toEqual(['200', '429']);
  expect((await read({ authorization: `Bearer ${world.twin.token}` })).status).toBe(200);
  await isAnsweredAgain({ authorization: `Bearer ${world.acme.token}` }, 429);
});

test('strangers have half of it together, and the others are still answered', async () => {
  const answers = await Promise.all(
    ['127.0.0.2', '127.0.0.3', '127.0.0.4'].map((address) => askWithoutReading(address)),
  );
  expect(answers.sort()).toEqual(['200', '200', '503']);
  // The end of what this member was answered last may still be on its way.
  await isAnsweredAgain({ authorization: `Bearer ${world.acme.token}` }, 429);
  await isAnsweredAgain({ 'x-account-id': 'acme' }, 503);
});
