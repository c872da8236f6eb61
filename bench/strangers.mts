/**
 * What large bodies of strangers cost: 80 clients without a token post 9 MB each at the same time. Prints how they were
 * answered, how much of the bodies the server took off their sockets before, and how far its memory grew.
 *
 *   npm run bench:strangers
 */
import { request, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { argumentsOf } from './arguments.mts';
import { call, loginSuperadmin, startServer, type Running } from './server.mts';

const PORT = 18_095;
const CLIENTS = 80;
const MEBIBYTE = 1_048_576;
const BODY_BYTES = 9_000_000;
const START = '{"data":"';
const END = '"}';
const TEXT_BYTES = BODY_BYTES - START.length - END.length;
const PIECE = Buffer.alloc(65_536, 'x');
/** Answers to these go through the same code before the peak is noted. */
const WARM_UP_POSTS = 200;

interface Outcome {
  readonly answer: string;
  readonly sentBytes: number;
}

/** Sends as fast as the server takes it. Resolves with the first thing that the server does: an answer or a broken connection. */
async function post({ url }: Running): Promise<Outcome> {
  const sent = request(`${url}/api/v1/records/message`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', 'content-length': BODY_BYTES },
  });
  sent.on('error', () => {});
  const answered = new Promise<string>((resolve) => {
    sent.once('response', (response: IncomingMessage) => resolve(String(response.statusCode)));
    sent.once('close', () => resolve('no answer'));
  });
  const body = Readable.from(pieces());
  body.pipe(sent);
  const answer = await answered;
  const sentBytes = sent.socket?.bytesWritten ?? 0;
  body.destroy();
  sent.destroy();
  return { answer, sentBytes };
}

/** JSON like a large record's. */
function* pieces(): Generator<Buffer> {
  yield Buffer.from(START);
  for (let left = TEXT_BYTES; left > 0; left -= PIECE.length) {
    yield left < PIECE.length ? PIECE.subarray(0, left) : PIECE;
  }
  yield Buffer.from(END);
}

argumentsOf('npm run bench:strangers', {});
const server = await startServer({ port: PORT, databaseUrl: process.env['DATABASE_URL'] });
try {
  const { token } = await loginSuperadmin(server);
  const definition = { name: 'message', fields: [{ name: 'data', type: 'text' }] };
  await call(server, 'POST', '/collections', definition, token);
  for (let index = 0; index < WARM_UP_POSTS; index += 1) {
    await (await fetch(`${server.url}/api/v1/records/message`, { method: 'POST', body: '{}' })).arrayBuffer();
  }
  const before = server.peakMemory();
  const outcomes = await Promise.all(Array.from({ length: CLIENTS }, () => post(server)));
  const after = server.peakMemory();
  const answers = outcomes.reduce<Record<string, number>>(
    (counts, { answer }) => ({ ...counts, [answer]: (counts[answer] ?? 0) + 1 }),
    {},
  );
  const mebibytes = outcomes.reduce((sum, { sentBytes }) => sum + sentBytes, 0) / MEBIBYTE;
  console.log(`${CLIENTS} strangers posted ${BODY_BYTES / 1e6} MB each; answers by status: ${JSON.stringify(answers)}`);
  console.log(
    `sent before the answers: ${mebibytes.toFixed(0)} MiB of ${((CLIENTS * BODY_BYTES) / MEBIBYTE).toFixed(0)}`,
  );
  console.log(`peak memory of the server: ${before} MiB before, ${after} MiB after, grown by ${after - before} MiB`);
} finally {
  await server.stop();
}
