import type { ServerResponse } from 'node:http';
import type { Server, Socket } from 'node:net';

/** The answer that Node writes to a socket; its types do not tell of it. */
interface Answering {
  readonly _httpMessage?: ServerResponse | null;
}

/** The connections of a server, for the time when it stops: Node itself takes those that never sent anything for busy ones. */
export class OpenSockets {
  private readonly sockets = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** Browsers open connections before they need them. */
  closeUnused(): void {
    for (const socket of this.sockets) if (socket.bytesRead === 0) socket.destroy();
  }

  /** Closes those whose request has not arrived as a whole, and leaves those that wait for an answer. */
  closeHalfSent(): void {
    for (const socket of this.sockets) {
      const answer = (socket as unknown as Answering)._httpMessage;
      if (answer?.req.complete !== true) socket.destroy();
    }
  }
}
