/** What another tenant meets meanwhile: asks again and again for each thing, on a connection for each, in a process of its own. */
import { Agent, request } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Delays, type Delayed } from './delays.mts';
import { help } from './helper.mts';

/** Until then the process and its connections are new, and nothing is measured. */
const WARM_UP_MS = 2000;
const NANOSECONDS = 1e6;

export interface ProbeTask {
  readonly url: string;
  /** Of members, who ask in turn. */
  readonly tokens: readonly string[];
  readonly collection: string;
  readonly record: string;
  /** Between two requests for one thing. */
  readonly intervalMs: number;
}

export interface Probed {
  readonly live: Delayed;
  readonly get: Delayed;
  readonly create: Delayed;
  /** How late the process itself was at most, in milliseconds. */
  readonly lag: number;
}

class Probe {
  private readonly url: string;
  private readonly tokens: readonly string[];
  private readonly body: string | undefined;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly running: Promise<void>;
  private readonly intervalMs: number;
  private delays: Delays;
  private isStopped = false;
  private asked = 0;

  constructor(url: string, { tokens, intervalMs }: ProbeTask, body?: string) {
    this.url = url;
    this.tokens = tokens;
    this.body = body;
    this.intervalMs = intervalMs;
    this.delays = new Delays(intervalMs);
    this.running = this.run();
  }

  forget(): void {
    this.delays = new Delays(this.intervalMs);
  }

  async end(): Promise<Delayed> {
    this.isStopped = true;
    await this.running;
    return this.delays.summary();
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const { delays } = this;
      const pause = sleep(this.intervalMs);
      const started = performance.now();
      const status = await this.ask();
      delays.add(performance.now() - started, status);
      await pause;
    }
  }

  private ask(): Promise<string> {
    const token = this.tokens[this.asked % this.tokens.length]!;
    this.asked += 1;
    return new Promise((resolve) => {
      const sent = request(this.url, {
        method: this.body === undefined ? 'GET' : 'POST',
        agent: this.agent,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      });
      sent.once('error', () => resolve('closed'));
      sent.once('response', (response) => {
        response.once('end', () => resolve(String(response.statusCode)));
        response.once('error', () => resolve('closed'));
        response.resume();
      });
      sent.end(this.body);
    });
  }
}

help(async (task) => {
  const told = task as ProbeTask;
  const { url, collection, record } = told;
  const records = `${url}/api/v1/records/${collection}`;
  const live = new Probe(`${url}/live`, told);
  const get = new Probe(`${records}/${record}`, told);
  const create = new Probe(records, told, JSON.stringify({ text: 'a small record' }));
  await sleep(WARM_UP_MS);
  for (const probe of [live, get, create]) probe.forget();
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  return async (): Promise<Probed> => {
    const [lived, got, created] = await Promise.all([live.end(), get.end(), create.end()]);
    return { live: lived, get: got, create: created, lag: lag.max / NANOSECONDS };
  };
});
