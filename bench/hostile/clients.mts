/** Hostile clients of one case: they send, and count what they were answered. */
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { headersOf, type Sent } from './sent.mts';

/** Between two requests of one client, so that refusals are not met with a busy loop. */
const PERIOD_MS = 25;
const NO_ANSWER = 'closed';
const STATUS_LINE_BYTES = 'HTTP/1.1 200'.length;

export interface Answer {
  readonly status: string;
  readonly body: Buffer;
}

export class Clients {
  readonly answers: Record<string, number> = {};
  private readonly url: URL;
  private readonly agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.url = new URL(url);
  }

  /** So many clients at once, each of which does it again and again and counts what it resolves with. */
  repeat(clients: number, work: (client: number, turn: number) => Promise<string>, periodMs = PERIOD_MS): void {
    const run = async (client: number): Promise<never> => {
      for (let turn = 0; ; turn += 1) {
        const pause = sleep(periodMs);
        this.count(await work(client, turn));
        await pause;
      }
    };
    for (let client = 0; client < clients; client += 1) void run(client);
  }

  /** So many times a second, however long the answers take. */
  pace(perSecond: number, work: (turn: number) => Promise<string>): void {
    const started = performance.now();
    let turn = 0;
    setInterval(() => {
      const due = ((performance.now() - started) / 1000) * perSecond;
      for (; turn < due; turn += 1) void work(turn).then((answer) => this.count(answer));
    }, 1000 / perSecond);
  }

  send(sent: Sent): Promise<Answer> {
    const { method, path, body } = sent;
    return new Promise((resolve) => {
      const { agent } = this;
      const outgoing = request(new URL(`/api/v1${path}`, this.url), { method, agent, headers: headersOf(sent) });
      outgoing.on('error', () => resolve({ status: NO_ANSWER, body: Buffer.alloc(0) }));
      outgoing.once('response', (response: IncomingMessage) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => undefined);
        response.once('close', () => resolve({ status: String(response.statusCode), body: Buffer.concat(chunks) }));
      });
      outgoing.end(body);
    });
  }

  async status(sent: Sent): Promise<string> {
    return (await this.send(sent)).status;
  }

  /** Sends the request as it is given, and stays for so long at most. Reads all that comes, or nothing behind the status. */
  hold({ method, path, body, ...sent }: Sent, milliseconds: number, readsAll = true): Promise<string> {
    const lines = Object.entries({ host: this.url.host, ...headersOf(sent) }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    return new Promise((resolve) => {
      const socket = connect({ host: this.url.hostname, port: Number(this.url.port) });
      let status = NO_ANSWER;
      const timer = setTimeout(() => socket.destroy(), milliseconds);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve(status);
      });
      socket.once('readable', () => {
        status = String(socket.read(STATUS_LINE_BYTES) ?? NO_ANSWER)
          .split(' ')
          .at(-1)!;
        if (readsAll) socket.resume();
      });
      socket.write(`${method} /api/v1${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      if (body !== undefined) socket.write(body);
    });
  }

  private count(answer: string): void {
    this.answers[answer] = (this.answers[answer] ?? 0) + 1;
  }
}
