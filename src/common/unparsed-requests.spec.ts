import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { refuseUnparsed } from './unparsed-requests';

const MAX_HEAD_BYTES = 2000;

let server: Server;
let logged: string[];

beforeAll(async () => {
  server = createServer({ connectionsCheckingInterval: 20, headersTimeout: 40 }, (request, response) => {
    if (request.url === '/begun') response.write('part');
    request.resume().once('end', () => response.end('answer'));
  });
  Object.assign(server, { maxHeaderSize: MAX_HEAD_BYTES });
  refuseUnparsed(server, (line) => logged.push(line.toString()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
beforeEach(() => {
  logged = [];
});
afterAll(() => server.close());

/** What comes back until the server closes the connection. */
async function send(bytes: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

test.each([
  ['no request at all', 'nonsense\r\n\r\n', 400, 'REQUEST_INVALID', 'HPE_INVALID_METHOD'],
  ['what begins TLS', '\x16\x03\x01\x02', 400, 'REQUEST_INVALID', 'HPE_INVALID_METHOD'],
  [
    'a header without a name',
    'GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n',
    400,
    'REQUEST_INVALID',
    'HPE_INVALID_HEADER_TOKEN',
  ],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'REQUEST_INVALID',
    'HPE_UNEXPECTED_CONTENT_LENGTH',
  ],
  [
    'a long line',
    `GET /${'a'.repeat(MAX_HEAD_BYTES)} HTTP/1.1\r\n\r\n`,
    431,
    'REQUEST_HEAD_TOO_LARGE',
    'HPE_HEADER_OVERFLOW',
  ],
  [
    'a long header',
    `GET / HTTP/1.1\r\nHost: ${'a'.repeat(MAX_HEAD_BYTES)}\r\n\r\n`,
    431,
    'REQUEST_HEAD_TOO_LARGE',
    'HPE_HEADER_OVERFLOW',
  ],
  ['half a head', 'GET / HTTP/1.1\r\nHost:', 408, 'REQUEST_TOO_SLOW', 'ERR_HTTP_REQUEST_TIMEOUT'],
  [
    'a bad chunk',
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n',
    400,
    'REQUEST_INVALID',
    'HPE_INVALID_CHUNK_SIZE',
  ],
  ['a tunnel', 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'REQUEST_INVALID', 'CONNECT'],
])('%s is answered, and logged with the address', async (_what, sent, status, error, reason) => {
  const [head, body] = (await send(sent)).split('\r\n\r\n');
  const answer = JSON.parse(body!) as Record<string, string>;
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [A-Z]`));
  expect(head).toContain(`Content-Length: ${body!.length}`);
  expect(answer).toEqual({
    error,
    message: expect.any(String),
    detail: answer['message'],
    request_id: expect.any(String),
  });
  expect(logged.map((line) => JSON.parse(line) as object)).toEqual([
    {
      level: 'info',
      time: expect.any(String),
      status,
      code: error,
      reason,
      client: '127.0.0.1',
      correlation_id: answer['request_id'],
      message: 'request',
    },
  ]);
});

test('what is sent goes into no line', async () => {
  await send('GET /?token=secret HTTP/9.9\r\nAuthorization: Bearer secret\r\n\r\n');
  expect(logged).toHaveLength(1);
  expect(logged.join('')).not.toContain('secret');
});

test('nothing follows a part of another answer', async () => {
  const head = 'POST /begun HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
  const answer = await send(`${head}1\r\na\r\nz\r\n`);
  expect(answer).toContain('part');
  expect(answer.match(/HTTP\/1.1/g)).toHaveLength(1);
  expect(logged).toHaveLength(1);
});

test('a connection that ends early is not refused', async () => {
  const requested = once(server, 'request');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc');
  await requested;
  socket.end();
  expect(await text(socket)).toBe('');
  expect(logged).toEqual([]);
});
