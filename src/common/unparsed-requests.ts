import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { newCorrelationId } from '#domain/kernel/ids';
import { errorBody } from './error-response';
import { requestLine } from './request-log';

/** What Node's parser calls it, and what is answered. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const REFUSALS: ReadonlyMap<string, Refusal> = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    { status: 431, code: 'REQUEST_HEAD_TOO_LARGE', message: 'The request line and the headers are too long' },
  ],
  [
    'HPE_CHUNK_EXTENSIONS_OVERFLOW',
    { status: 413, code: 'REQUEST_TOO_LARGE', message: 'The extensions of the chunks are too long' },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    { status: 408, code: 'REQUEST_TOO_SLOW', message: 'The request did not arrive in time' },
  ],
]);
const MALFORMED: Refusal = { status: 400, code: 'REQUEST_INVALID', message: 'This is not a request in HTTP/1.1' };
const NO_PROXY: Refusal = { status: 400, code: 'REQUEST_INVALID', message: 'This server is no proxy' };

/** The parser's errors begin like this. Any other is one of the connection, on which nobody can be told anything. */
const OF_THE_PARSER = 'HPE_';
/** The client is gone; a request that was being answered has a line of its own. */
const ENDED_EARLY = 'HPE_INVALID_EOF_STATE';

interface Occupied {
  /** The answer to a request whose head was read, as Node knows it; its types do not tell of it. */
  readonly _httpMessage?: ServerResponse | null;
}

/**
 * Answers what Node cannot read as a request, and notes it in the log as every other refusal is: `write` takes the line. Node
 * would answer without a body, or not at all, and say nothing.
 */
export function refuseUnparsed(server: Server, write: ((line: Buffer) => void) | null): void {
  const refuse = (refusal: Refusal, reason: string, socket: Socket & Occupied): void => {
    const requestId = newCorrelationId();
    const { status, code } = refusal;
    // The address is the peer's own: whom a proxy speaks for stands in a header.
    write?.(requestLine({ level: 'info', status, code, reason, client: socket.remoteAddress, requestId }));
    // This cannot follow a part of another answer.
    if (socket.writable && socket._httpMessage?.headersSent !== true) socket.write(answerOf(refusal, requestId));
    socket.destroySoon();
  };
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket: Socket & Occupied) => {
    const refusal = REFUSALS.get(code) ?? (code.startsWith(OF_THE_PARSER) ? MALFORMED : undefined);
    const hasEnded = code === ENDED_EARLY && (socket._httpMessage ?? null) !== null;
    if (refusal === undefined || hasEnded) socket.destroy();
    else refuse(refusal, code, socket);
  });
  server.on('connect', (_request, socket) => refuse(NO_PROXY, 'CONNECT', socket as Socket));
}

function answerOf({ status, code, message }: Refusal, requestId: string): string {
  const body = JSON.stringify(errorBody(code, message, requestId));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Correlation-ID: ${requestId}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
