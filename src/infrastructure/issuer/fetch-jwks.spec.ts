import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchJwks } from './fetch-jwks';

const KEY = { kty: 'EC', kid: 'one' };
const TIMEOUT_MS = 200;

let server: Server;
let url: string;
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('the published keys are read', async () => {
  answer = (response) => response.end(JSON.stringify({ keys: [KEY] }));
  expect(await fetchJwks(url)).toEqual({ keys: [KEY] });
});

const REFUSED: readonly [string, (response: ServerResponse) => void][] = [
  ['another status', (response) => response.writeHead(500).end('{"keys":[]}')],
  ['a redirect', (response) => response.writeHead(302, { location: `${url}/elsewhere` }).end()],
  ['no content', (response) => response.writeHead(204).end()],
  ['no JSON', (response) => response.end('<html>')],
  ['JSON that is no set', (response) => response.end('[]')],
  ['null', (response) => response.end('null')],
  ['keys that are no list', (response) => response.end('{"keys":{"length":0}}')],
  ['too many keys', (response) => response.end(JSON.stringify({ keys: Array.from({ length: 17 }, () => KEY) }))],
  ['too much', (response) => response.end(JSON.stringify({ keys: [KEY], more: 'x'.repeat(70_000) }))],
  ['a connection that breaks', (response) => response.write('{"keys":[') && response.destroy()],
  ['nothing at all', () => {}],
  ['one byte and no more', (response) => response.write('{')],
];

test.each(REFUSED)('F-1: %s is an error, and soon', async (_what, respond) => {
  answer = respond;
  await expect(fetchJwks(url, TIMEOUT_MS)).rejects.toThrow();
});

test('F-1: an answer without an end is left after its first bytes', async () => {
  let closed = (): void => {};
  const left = new Promise<void>((resolve) => (closed = resolve));
  answer = (response) => {
    const pouring = setInterval(() => response.write(Buffer.alloc(16_384, ' ')), 1);
    response.once('close', () => {
      clearInterval(pouring);
      closed();
    });
  };
  await expect(fetchJwks(url)).rejects.toThrow('more than');
  await left;
});
