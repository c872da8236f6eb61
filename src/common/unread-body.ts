import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** A shorter rest is discarded as it arrives, which costs less than a new connection. */
const MAX_DISCARDED_BYTES = 65_536;
/** How long a client that was refused while sending has to read the answer. */
const LINGER_MS = 1000;

/** Whether more of an incomplete request is to come than is worth waiting for: the connection cannot be used again. */
export function isUnread({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > MAX_DISCARDED_BYTES;
}

/**
 * Node destroys the socket of a last answer as soon as it is sent. If it holds unread bytes, the kernel then resets
 * the connection, and the answer may be lost with it. So the socket is closed on our side only, and not read any more: its
 * full buffer stops the sender, until the sender is gone or the time is over.
 */
export function closeWithoutReading(socket: Socket): void {
  socket.destroySoon = () => {
    socket.end();
    // Runs after Node, which resumes the request to discard its body.
    setImmediate(() => socket.pause());
    const cut = setTimeout(() => socket.destroy(), LINGER_MS).unref();
    socket.once('close', () => clearTimeout(cut));
  };
}
