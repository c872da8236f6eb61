import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';

/** Parts of the driver's client that its types do not show. */
interface Inside {
  readonly connection: { readonly stream: Socket };
  readonly _ending: boolean;
  _getActiveQuery(): object | null;
}

interface Watched {
  /** What the client waits for. */
  awaited: object | null;
  /** performance.now() when that was seen first. */
  since: number;
  /** null: the server stops the statement at no time. */
  limitMs: number | null;
}

const SWEEP_MS = 500;
/** For the goodbye of the server. */
const END_LIMIT_MS = 2000;
/** A statement without a limit is not doubted before. */
const DOUBT_AFTER_MS = 4000;
const GOODBYE = {};

/**
 * Cuts connections whose server does not answer: it is frozen, or what is between it and here is. Statements that the server
 * stops itself are late when they are beyond their limit; for others, the server is asked over another connection whether it
 * is there at all. One sweep looks at all connections, so that no statement has a timer of its own.
 */
export class ClientWatch {
  private readonly watched = new Map<ClientBase, Watched>();
  private timer: NodeJS.Timeout | null = null;
  private sweptAt = 0;
  private askedAt = -Infinity;
  private asking = false;

  /** `ask` rejects when the server does not answer. */
  constructor(private readonly ask: () => Promise<void>) {}

  /** Until its connection ends. */
  add(client: ClientBase, limitMs: number | null): void {
    this.watched.set(client, { awaited: null, since: 0, limitMs });
    client.once('end', () => this.remove(client));
    if (this.timer !== null) return;
    this.sweptAt = performance.now();
    this.timer = setInterval(() => this.sweep(), SWEEP_MS).unref();
  }

  /** For the statements that the client sends from now on. */
  limit(client: ClientBase, limitMs: number | null): void {
    const watched = this.watched.get(client);
    if (watched !== undefined) watched.limitMs = limitMs;
  }

  private remove(client: ClientBase): void {
    this.watched.delete(client);
    if (this.watched.size > 0 || this.timer === null) return;
    clearInterval(this.timer);
    this.timer = null;
  }

  private sweep(): void {
    const now = performance.now();
    // While this process stood still, answers may have come that were not read yet.
    const wasHeldUp = now - this.sweptAt > 2 * SWEEP_MS;
    this.sweptAt = now;
    const doubtful: ClientBase[] = [];
    for (const [client, watched] of this.watched) {
      const awaited = awaitedBy(client);
      if (awaited !== watched.awaited || wasHeldUp) {
        Object.assign(watched, { awaited, since: now });
        continue;
      }
      if (awaited === null) continue;
      const waited = now - watched.since;
      const limitMs = awaited === GOODBYE ? END_LIMIT_MS : watched.limitMs;
      if (limitMs === null) {
        if (waited > DOUBT_AFTER_MS) doubtful.push(client);
      } else if (waited > limitMs) cut(client);
    }
    if (doubtful.length > 0 && !this.asking && now - this.askedAt > DOUBT_AFTER_MS) void this.find(doubtful);
  }

  private async find(doubtful: readonly ClientBase[]): Promise<void> {
    const awaited = doubtful.map(awaitedBy);
    this.asking = true;
    try {
      await this.ask();
    } catch {
      for (const [index, client] of doubtful.entries()) if (awaitedBy(client) === awaited[index]) cut(client);
    }
    this.asking = false;
    this.askedAt = performance.now();
  }
}

/** Ends the connection at once, whether or not the server hears of it. */
export function cut(client: ClientBase): void {
  const { stream } = inside(client).connection;
  if (!stream.destroyed) stream.destroy(new Error('Connection terminated: the server does not answer'));
}

function awaitedBy(client: ClientBase): object | null {
  const { _ending: isEnding } = inside(client);
  return isEnding ? GOODBYE : inside(client)._getActiveQuery();
}

function inside(client: ClientBase): Inside {
  return client as unknown as Inside;
}
