/** What another tenant meets meanwhile: asks every 20 ms for each thing, on a connection for each, in a process of its own. */
import { Agent, request } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Delays, type Delayed } from './delays.mts';
import { help } from './helper.mts';

const INTERVAL_MS = 20;
/** Until then the process and its connections are new, and nothing is measured. */
const WARM_UP_MS = 2000;
const NANOSECONDS = 1e6;

export interface ProbeTask {
  readonly url: string;
  readonly token: string;
  readonly collection: string;
  readonly record: string;
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
  private readonly token: string;
  private readonly body: string | undefined;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private readonly running: Promise<void>;
  private delays = new Delays(INTERVAL_MS);
  private isStopped = false;

  constructor(url: string, token: string, body?: string) {
    this.url = url;
    this.token = token;
    this.body = body;
    this.running = this.run();
  }

  forget(): void {
    this.delays = new Delays(INTERVAL_MS);
  }

  async end(): Promise<Delayed> {
    this.isStopped = true;
    await this.running;
    return this.delays.summary();
  }

  private async run(): Promise<void> {
    while (!this.isStopped) {
      const { delays } = this;
      const pause = sleep(INTERVAL_MS);
      const started = performance.now();
      const status = await this.ask();
      delays.add(performance.now() - started, status);
      await pause;
    }
  }

  private ask(): Promise<string> {
    return new Promise((resolve) => {
      const sent = request(this.url, {
        method: this.body === undefined ? 'GET' : 'POST',
        agent: this.agent,
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
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
  const { url, token, collection, record } = task as ProbeTask;
  const records = `${url}/api/v1/records/${collection}`;
  const live = new Probe(`${url}/live`, token);
  const get = new Probe(`${records}/${record}`, token);
  const create = new Probe(records, token, JSON.stringify({ text: 'a small record' }));
  await sleep(WARM_UP_MS);
  for (const probe of [live, get, create]) probe.forget();
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  return async (): Promise<Probed> => {
    const [lived, got, created] = await Promise.all([live.end(), get.end(), create.end()]);
    return { live: lived, get: got, create: created, lag: lag.max / NANOSECONDS };
  };
});
