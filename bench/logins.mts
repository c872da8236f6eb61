/**
 * What logins cost, and what they leave of the speed of reads: logins at saturation, beside those of a server that makes its
 * hashes in one thread and beside bcrypt's own cost; point reads alone, and point reads while 50 logins a second are tried.
 * What is compared is measured in turns, since a machine's speed varies.
 *
 *   npm run bench:logins                 SQLite
 *   DATABASE_URL=postgres://… npm run bench:logins
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { compareSync, hashSync } from 'bcrypt';
import { argumentsOf } from './arguments.mts';
import { call, loginSuperadmin, PASSWORD, registerAccount, startServer, type Running } from './server.mts';
import { runWrk } from './wrk.mts';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 6);
const PORT = 18_090;
const USERS = 16;
const RECORDS = 1000;
const BATCH = 100;
const COST = 10;
const CONNECTIONS = 64;
const TRIED_PER_SECOND = 50;
const ROUNDS = 5;
const LOGIN_ROUNDS = 3;
/** There is no setting for it: a server that is told that the machine has one core makes its hashes in one thread. */
const ONE_THREAD = `--import data:text/javascript,${encodeURIComponent(
  "import os from 'node:os';os.availableParallelism=()=>1",
)}`;
/** Of the kernel's clock, in which it tells CPU times (USER_HZ). */
const TICKS_PER_SECOND = 100;
const UTIME = 13;

type Outcomes = Record<number, number>;

interface Tries {
  readonly url: string;
  readonly slugs: readonly string[];
  readonly perSecond: number;
}

/** Each user from an address of its own, as people do. */
async function logIn(url: string, slugs: readonly string[], index: number): Promise<number> {
  const user = index % slugs.length;
  const slug = slugs[user]!;
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${user + 1}` },
    body: JSON.stringify({ account: slug, email: `owner@${slug}.example`, password: PASSWORD }),
  });
  await response.arrayBuffer();
  return response.status;
}

/** In a thread of its own: tries at fixed times, however long the answers take, until it is told to stop. */
async function keepTrying({ url, slugs, perSecond }: Tries): Promise<void> {
  const tries: Promise<number>[] = [];
  const started = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1000) * perSecond;
    while (tries.length < due) tries.push(logIn(url, slugs, tries.length));
  }, 1000 / perSecond);
  await once(parentPort!, 'message');
  clearInterval(timer);
  const outcomes: Outcomes = {};
  for (const status of await Promise.all(tries)) outcomes[status] = (outcomes[status] ?? 0) + 1;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  parentPort!.postMessage(outcomes);
  parentPort!.close();
}

/** What `work` answers while logins are tried, and how these were answered. */
async function besideLogins<T>(tries: Tries, work: () => Promise<T>): Promise<readonly [T, Outcomes]> {
  const tryer = new Worker(new URL(import.meta.url), { workerData: tries });
  await sleep(2000);
  const answer = await work();
  const told = once(tryer, 'message') as Promise<[Outcomes]>;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
  tryer.postMessage('stop');
  return [answer, (await told)[0]];
}

function cpuSeconds({ process: { pid } }: Running): number {
  // The command's name, in parentheses, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[UTIME - 2]) + Number(fields[UTIME - 1])) / TICKS_PER_SECOND;
}

function bcryptMilliseconds(): number {
  const hash = hashSync(PASSWORD, COST);
  const started = performance.now();
  const rounds = 10;
  for (let round = 0; round < rounds; round += 1) compareSync(PASSWORD, hash);
  return (performance.now() - started) / rounds;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Users in accounts of their own, who can log in. */
async function registerUsers(server: Running): Promise<{ readonly slugs: string[]; readonly token: string }> {
  const superadmin = await loginSuperadmin(server);
  const run = Date.now().toString(36);
  const slugs = Array.from({ length: USERS }, (_, index) => `logins-${run}-${index}`);
  const sessions = [];
  for (const slug of slugs) sessions.push(await registerAccount(server, superadmin, slug));
  return { slugs, token: sessions[0]!.token };
}

/** Logins a second, one at a time of each user. */
async function loginsPerSecond({ url }: Running, slugs: readonly string[]): Promise<number> {
  const started = performance.now();
  const until = started + SECONDS * 1000;
  let done = 0;
  await Promise.all(
    slugs.map(async (_slug, index) => {
      while (performance.now() < until) {
        const status = await logIn(url, slugs, index);
        if (status !== 200) throw new Error(`a login was answered with ${status}`);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}

async function measureLogins(server: Running, slugs: readonly string[]): Promise<void> {
  const single = await startServer({
    port: PORT + 1,
    databaseUrl: process.env['DATABASE_URL'],
    nodeOptions: ONE_THREAD,
  });
  try {
    const { slugs: others } = await registerUsers(single);
    const own = bcryptMilliseconds();
    const many: number[] = [];
    const one: number[] = [];
    let cpu = 0;
    for (let round = 1; round <= LOGIN_ROUNDS; round += 1) {
      one.push(await loginsPerSecond(single, others));
      const before = cpuSeconds(server);
      many.push(await loginsPerSecond(server, slugs));
      cpu += cpuSeconds(server) - before;
    }
    const cpuOfOne = (cpu * 1000) / (sum(many) * SECONDS);
    const list = (rates: readonly number[]): string => rates.map((rate) => rate.toFixed(1)).join(', ');
    console.log(`logins alone                  ${list(many)} /s`);
    console.log(`  with one thread for hashes  ${list(one)} /s`);
    console.log(`  times as many               ${(sum(many) / sum(one)).toFixed(2)}`);
    console.log(`  CPU of one login            ${cpuOfOne.toFixed(1)} ms, of which bcrypt ${own.toFixed(1)} ms`);
  } finally {
    await single.stop();
  }
}

async function loadRecords(server: Running, superadminToken: string, token: string): Promise<string[]> {
  const rules = { view_rule: '@request.auth.id != ""', create_rule: '@request.auth.id != ""' };
  const definition = { name: 'message', fields: [{ name: 'data', type: 'text' }], ...rules };
  await call(server, 'POST', '/collections', definition, superadminToken);
  const ids: string[] = [];
  for (let start = 0; start < RECORDS; start += BATCH) {
    const records = Array.from({ length: BATCH }, (_, offset) => ({ data: `a message ${start + offset}` }));
    const answer = await call<{ created: { id: string }[] }>(
      server,
      'POST',
      '/records/message/batch',
      { records },
      token,
    );
    ids.push(...answer.created.map(({ id }) => id));
  }
  return ids;
}

async function main(): Promise<void> {
  const server = await startServer({ port: PORT, databaseUrl: process.env['DATABASE_URL'] });
  try {
    const { slugs, token } = await registerUsers(server);
    await measureLogins(server, slugs);

    const superadmin = await loginSuperadmin(server);
    const ids = await loadRecords(server, superadmin.token, token);
    const lua = `local ids = {${ids.map((id) => `"${id}"`).join(',')}}
local n = 0
request = function() n = n % #ids + 1 return wrk.format("GET", "/api/v1/records/message/" .. ids[n]) end\n`;
    const load = { url: `${server.url}/api/v1/records/message`, token, connections: CONNECTIONS, lua };
    const readsPerSecond = async (): Promise<number> => {
      const { perSecond, failed } = await runWrk({ ...load, seconds: SECONDS });
      if (failed > 0) throw new Error(`${failed} reads failed`);
      return perSecond;
    };
    await runWrk({ ...load, seconds: 2 });
    const tries: Tries = { url: server.url, slugs, perSecond: TRIED_PER_SECOND };
    const alone: number[] = [];
    const beside: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      alone.push(await readsPerSecond());
      const [reads, outcomes] = await besideLogins(tries, readsPerSecond);
      beside.push(reads);
      console.log(`logins tried, by status: ${JSON.stringify(outcomes)}`);
    }
    console.log(`point reads alone             ${alone.join(', ')} /s`);
    console.log(`point reads beside the logins ${beside.join(', ')} /s`);
    console.log(`  kept                        ${((100 * sum(beside)) / sum(alone)).toFixed(0)} %`);
  } finally {
    await server.stop();
  }
}

if (isMainThread) {
  argumentsOf('npm run bench:logins', {});
  await main();
} else await keepTrying(workerData as Tries);
