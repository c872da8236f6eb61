import type { Server, Socket } from 'node:net';

const SWEEPS = 10;

/** What Node knows of a socket's bytes that the kernel has not taken; its types do not tell of it. */
interface Handled {
  readonly _handle: { readonly writeQueueSize: number } | null;
}

interface Stall {
  readonly unsent: number;
  /** performance.now() when it was first seen like this. */
  readonly since: number;
}

/**
 * Closes connections whose client has taken nothing of an answer for so long: it stays in memory as long as it is not sent.
 * One sweep looks at all of them, because a timer for each answer would cost every request.
 */
export function closeStalledSockets(server: Server, timeoutMs: number): void {
  const sockets = new Set<Socket>();
  const stalls = new WeakMap<Socket, Stall>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const sweep = setInterval(() => {
    const now = performance.now();
    for (const socket of sockets) {
      const unsent = unsentBytes(socket);
      const stall = stalls.get(socket);
      if (unsent === 0) stalls.delete(socket);
      else if (stall?.unsent !== unsent) stalls.set(socket, { unsent, since: now });
      else if (now - stall.since >= timeoutMs) socket.destroy();
    }
  }, timeoutMs / SWEEPS).unref();
  server.once('close', () => clearInterval(sweep));
}

/** The kernel takes the bytes of one write bit by bit; the stream counts it as a whole. */
function unsentBytes(socket: Socket): number {
  if (socket.writableLength === 0) return 0;
  return (socket as unknown as Handled)._handle?.writeQueueSize ?? 0;
}
