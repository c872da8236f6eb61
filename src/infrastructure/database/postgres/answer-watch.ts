import type { Socket } from 'node:net';
import type { Client } from 'pg';

/** The server's own code for a text beyond its own limits (program_limit_exceeded). */
const TOO_LARGE = '54000';

/** The driver's own socket, which its types do not show. */
interface Connected {
  readonly connection: { readonly stream: Socket };
}

/**
 * Ends the connection when an answer grows too large. The server has no such limit and the driver gathers a whole row
 * before it shows any of it; only the socket knows early enough.
 */
export class AnswerWatch {
  private received = 0;

  /** `client` is connected; `limit`: bytes of an answer. `ended` is called before the statement fails, so that no other one is sent. */
  constructor(client: Client, limit: number, ended: () => void) {
    const { stream } = (client as unknown as Connected).connection;
    // It runs before the driver's own listener, which may start the next statement.
    stream.prependListener('data', (chunk: Buffer) => {
      this.received += chunk.length;
      if (this.received <= limit || stream.destroyed) return;
      ended();
      stream.destroy(Object.assign(new Error('The answer is too large'), { code: TOO_LARGE }));
    });
  }

  /** To be called when the next statement begins. */
  restart(): void {
    this.received = 0;
  }
}
