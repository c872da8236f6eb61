/** Bodies are read once nothing else can refuse the request, and no further than the caller and the route allow. */
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { API } from '../support/member';
import { createWorld, type World } from '../support/world';

const KIB_64 = 65_536;
const NINE_MB = 9_000_000;
const CROWD = 80;
/** What Node takes from a socket before anybody asks for it. */
const READ_AHEAD = 4 * KIB_64;
const NOTES = `${API}/records/notes`;
const BOARD = `${API}/records/board`;

let world: World;
const accepted: Socket[] = [];

beforeAll(async () => {
  world = await createWorld();
  world.server.app.getHttpServer().on('connection', (socket: Socket) => accepted.push(socket));
  const text = { name: 'text', type: 'text' };
  await world.define('notes', [text]);
  await world.define('board', [text], { create_rule: '' });
});
afterAll(() => world?.close());
beforeEach(() => accepted.splice(0));

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly string[];
  readonly token?: string;
  readonly body?: string | Buffer;
}

function headOf({ method = 'POST', path, headers = [], token }: Sent): string {
  const bearer = token === undefined ? [] : [`Authorization: Bearer ${token}`];
  const type = 'Content-Type: application/json';
  return [`${method} ${path} HTTP/1.1`, 'Host: test', type, ...bearer, ...headers, '', ''].join('\r\n');
}

/** Everything that the server says until it closes the connection or has said `until`; writes on whatever it says. */
function exchange(sent: Sent, until?: string): Promise<string> {
  const { port } = new URL(world.server.url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(headOf(sent));
      if (sent.body !== undefined) socket.write(sent.body);
    });
    // A write fails when the other side has closed the connection.
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received += data.toString();
      if (until !== undefined && received.includes(until)) socket.destroy();
    });
    socket.on('end', () => socket.destroy());
    socket.on('close', () => resolve(received));
  });
}

const length = (bytes: number): string => `Content-Length: ${bytes}`;
const textOf = (bytes: number): string => JSON.stringify({ text: 'x'.repeat(bytes - '{"text":""}'.length) });

test.each([
  ['a stranger, where strangers may write', BOARD, ['X-Account-ID: acme'], '413 Payload Too Large'],
  ['a stranger, where none may', `${API}/collections`, [], '401 Unauthorized'],
  ['somebody with a dead token', NOTES, ['Authorization: Bearer nonsense'], '401 Unauthorized'],
  ['somebody who is lost', '/nowhere', [], '404 Not Found'],
])('a crowd of large bodies is refused unread: %s', async (_who, path, headers, status) => {
  const body = Buffer.alloc(NINE_MB, 'x');
  const sent = { path, headers: [...headers, length(NINE_MB)], body };
  const answers = await Promise.all(Array.from({ length: CROWD }, () => exchange(sent)));
  expect(answers.map((answer) => answer.split('\r\n')[0])).toEqual(Array(CROWD).fill(`HTTP/1.1 ${status}`));
  expect(answers.every((answer) => /^connection: close\r$/im.test(answer))).toBe(true);
  expect(accepted).toHaveLength(CROWD);
  expect(Math.max(...accepted.map(({ bytesRead }) => bytesRead))).toBeLessThan(READ_AHEAD);
});

test('a stranger sends 64 KiB at most, a member as much as the settings allow', async () => {
  const headers = { 'x-account-id': 'acme' };
  const send = (bytes: number, token?: string) =>
    world.http.call('POST', BOARD, { raw: textOf(bytes), headers: token === undefined ? headers : {}, token });
  expect((await send(KIB_64)).status).toBe(201);
  expect(await send(KIB_64 + 1)).toMatchObject({ status: 413, body: { error: 'REQUEST_TOO_LARGE' } });
  expect((await send(KIB_64 + 1, world.acme.token)).status).toBe(201);
});

test('a body whose length nobody told is read as far as it may be', async () => {
  const size = KIB_64.toString(16);
  const chunk = `${size}\r\n${'x'.repeat(KIB_64)}\r\n`;
  const headers = ['X-Account-ID: acme', 'Transfer-Encoding: chunked'];
  const answer = await exchange({ path: BOARD, headers, body: chunk.repeat(100) });
  expect(answer).toContain('413 Payload Too Large');
  expect(answer).toMatch(/^connection: close\r$/im);
  expect(accepted[0]!.bytesRead).toBeLessThan(KIB_64 + READ_AHEAD);
});

test.each(['gzip', 'deflate', 'br', 'zstd', 'constructor', 'gzip, gzip', 'identity, gzip'])(
  'a body packed as %s is refused',
  async (encoding) => {
    const headers = { 'content-encoding': encoding };
    const answer = await world.http.call('POST', NOTES, { raw: gzipSync('{}'), token: world.acme.token, headers });
    expect(answer).toMatchObject({ status: 415, body: { error: 'UNSUPPORTED_MEDIA_TYPE' } });
  },
);

test('a body that says it is not packed is read', async () => {
  const headers = { 'content-encoding': 'identity' };
  const answer = await world.http.call('POST', NOTES, { raw: '{"text":"x"}', token: world.acme.token, headers });
  expect(answer.status).toBe(201);
});

test.each(['utf-8', '"UTF-8"', 'utf-16le', 'utf-9', 'latin1'])(
  'a body written in %s is read or refused',
  async (charset) => {
    const raw = Buffer.from('{"text":"ä"}', charset === 'utf-16le' ? 'utf16le' : 'utf8');
    const headers = { 'content-type': `application/json; charset=${charset}` };
    const answer = await world.http.call('POST', NOTES, { raw, token: world.acme.token, headers });
    if (['utf-9', 'latin1'].includes(charset)) expect(answer.status).toBe(415);
    else expect(answer).toMatchObject({ status: 201, body: { text: 'ä' } });
  },
);

test('a client that waits to be asked for its body is not asked by a refusal', async () => {
  const headers = ['Expect: 100-continue', length(12)];
  const refused = await exchange({ path: `${API}/collections`, headers });
  expect(refused).toMatch(/^HTTP\/1.1 401 /);
  expect(refused).toMatch(/^connection: close\r$/im);
  const asked = await exchange({ path: NOTES, headers, token: world.acme.token }, '\r\n\r\n');
  expect(asked).toBe('HTTP/1.1 100 Continue\r\n\r\n');
});

test.each([
  ['refused', `${API}/collections`, undefined],
  ['not wanted', `${API}/users/x/verify`, 'superadmin'],
])('a short body that is %s is not taken for the next request', async (_why, path, as) => {
  const token = as === undefined ? undefined : world.superadmin.token;
  const smuggled = headOf({ method: 'DELETE', path: `${API}/auth/sessions`, token: world.superadmin.token });
  const first = { path, headers: [length(smuggled.length)], ...(token === undefined ? {} : { token }) };
  const answers = await exchange({ ...first, body: `${smuggled}GET /live HTTP/1.1\r\nHost: test\r\n\r\n` }, '"alive"');
  const statuses = [...answers.matchAll(/HTTP\/1.1 (\d+)/g)].map((match) => match[1]);
  expect(statuses).toEqual([as === undefined ? '401' : '404', '200']);
});

test.each([
  ['Latin-1', Buffer.from('{"text": "\xe9"}', 'latin1'), 'utf-8'],
  ['half a surrogate pair', Buffer.from('{"text": "\xed\xa0\x80"}', 'latin1'), 'utf-8'],
  ['a character that is cut off', Buffer.from('{"text": "\xe2\x82"}', 'latin1'), 'utf-8'],
  ['UTF-16 that is cut off', Buffer.from('{"text": "x"}', 'utf16le').subarray(0, -1), 'utf-16le'],
])('bytes that are no text are refused: %s', async (_what, raw, charset) => {
  const headers = { 'content-type': `application/json; charset=${charset}` };
  const answer = await world.http.call('POST', NOTES, { token: world.acme.token, raw, headers });
  expect([answer.status, answer.body.error]).toEqual([400, 'REQUEST_MALFORMED']);
  if (charset === 'utf-8') expect(answer.body.message).toBe('The request body is not valid UTF-8');
});

test('bytes of a form that are no text are refused', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await world.http.call('POST', '/reset-password', { raw: 'token=%FF&password=x', headers });
  expect(answer.status).toBe(400);
});

test('what arrives malformed at a caller beyond its limit is never looked at', async () => {
  const limited = await createWorld({
    SNACKBASE_RATE_LIMIT_ENABLED: 'true',
    SNACKBASE_RATE_LIMIT_ENDPOINTS: JSON.stringify({ [`${API}/auth/logout`]: 1 }),
  });
  const send = () => limited.http.call('POST', `${API}/auth/logout`, { raw: '{"broken' });
  expect((await send()).status).toBe(400);
  const answers = await Promise.all(Array.from({ length: 8 }, send));
  await limited.close();
  expect(answers.map(({ status, body }) => `${status} ${body.error}`)).toEqual(Array(8).fill('429 RATE_LIMITED'));
});
