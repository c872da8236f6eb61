/** A way to a PostgreSQL on which everything can stand still, as it does when the server is frozen, and answers can be changed. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class PostgresProxy {
  private readonly sockets = new Set<Socket>();
  private isFrozen = false;

  private constructor(
    private readonly server: Server,
    /** Of the database, through the proxy. */
    readonly url: string,
    private readonly answered: (chunk: Buffer) => Buffer,
  ) {}

  /** `answered`: what becomes of what the server sends. */
  static async open(target: string, answered = (chunk: Buffer): Buffer => chunk): Promise<PostgresProxy> {
    const url = new URL(target);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const to = { host: url.hostname, port: Number(url.port) };
    url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const proxy = new PostgresProxy(server, url.href, answered);
    server.on('connection', (client) => proxy.forward(client, connect(to)));
    return proxy;
  }

  /** Connections are still accepted, as the kernel does for a process that is stopped. */
  freeze(): void {
    this.isFrozen = true;
    for (const socket of this.sockets) socket.pause();
  }

  thaw(): void {
    this.isFrozen = false;
    for (const socket of this.sockets) socket.resume();
  }

  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  private forward(client: Socket, server: Socket): void {
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (chunk: Buffer) => to.write(from === server ? this.answered(chunk) : chunk));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.isFrozen) from.pause();
    }
  }
}
