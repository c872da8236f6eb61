/**
 * A pooler that has one session for all its clients and hands it out by transaction, as PgBouncer does with
 * pool_mode = transaction. It knows just enough of the protocol for statements without parameters.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Client } from 'pg';

const LENGTH_BYTES = 4;
const READY = 'Z'.charCodeAt(0);
const QUERY = 'Q'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);
const IN_TRANSACTION = 'T'.charCodeAt(0);

export class TransactionPooler {
  private readonly session: Socket;
  private readonly sockets = new Set<Socket>();
  private holder: Socket | null = null;
  private answer: Buffer = Buffer.alloc(0);
  private readonly waiting: { readonly from: Socket; readonly message: Buffer }[] = [];

  private constructor(
    private readonly server: Server,
    client: Client,
    readonly url: string,
  ) {
    this.session = (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
    this.session.removeAllListeners('data');
    this.session.on('data', (chunk: Buffer) => this.passOn(chunk));
  }

  static async open(target: string): Promise<TransactionPooler> {
    const client = new Client({ connectionString: target });
    client.on('error', () => undefined);
    await client.connect();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(target);
    url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const pooler = new TransactionPooler(server, client, url.href);
    server.on('connection', (socket) => pooler.greet(socket));
    return pooler;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    this.session.destroy();
    await once(this.server, 'close');
  }

  private greet(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', Buffer.alloc(LENGTH_BYTES)), message('Z', Buffer.from('I'))]));
      let received: Buffer = Buffer.alloc(0);
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        for (let next = firstOf(received); next !== null; next = firstOf(received)) {
          received = received.subarray(next.length);
          this.take(socket, next);
        }
      });
    });
  }

  private take(from: Socket, next: Buffer): void {
    if (next[0] === TERMINATE) from.end();
    else if (next[0] !== QUERY) from.destroy();
    else this.waiting.push({ from, message: next });
    this.send();
  }

  private send(): void {
    const index = this.waiting.findIndex(({ from }) => this.holder === null || this.holder === from);
    if (index < 0) return;
    const [next] = this.waiting.splice(index, 1);
    this.holder = next!.from;
    this.session.write(next!.message);
  }

  private passOn(chunk: Buffer): void {
    this.holder?.write(chunk);
    this.answer = Buffer.concat([this.answer, chunk]);
    for (let next = firstOf(this.answer); next !== null; next = firstOf(this.answer)) {
      this.answer = this.answer.subarray(next.length);
      if (next[0] !== READY) continue;
      if (next.at(-1) !== IN_TRANSACTION) this.holder = null;
      this.send();
    }
  }
}

function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(LENGTH_BYTES + body.length);
  return Buffer.concat([Buffer.from(type), length, body]);
}

/** null: it has not arrived whole. */
function firstOf(bytes: Buffer): Buffer | null {
  if (bytes.length <= LENGTH_BYTES) return null;
  const length = 1 + bytes.readUInt32BE(1);
  return bytes.length < length ? null : bytes.subarray(0, length);
}
