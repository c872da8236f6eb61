/** One measurement: hostile clients of some cases at the same time, and what another tenant and the memory show of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Filled, Place } from '../place.mts';
import type { Running } from '../server.mts';
import type { Attack } from './attack.process.mts';
import type { Case } from './case.mts';
import type { Clients } from './clients.mts';
import { Helper } from './helper.mts';
import { PeakMemory, postgresProcesses } from './memory.mts';
import type { Probed, ProbeTask } from './probe.process.mts';
import { printAnswers, printMeasured } from './report.mts';

/** The clients of all cases leave the cores to the server and to the probe, as if they were on other machines. */
const CLIENTS_NICENESS = 19;
/** Where it is permitted, so that what the probe itself waits for a core is not taken for the server's delay. */
const PROBE_NICENESS = -10;

const SMALL: Filled = {
  definition: { name: 'small', fields: [{ name: 'text', type: 'text' }] },
  rows: 1,
  row: () => ({ text: 'a small record' }),
};

async function prepareAttacks(server: Running, cases: readonly Case[]): Promise<readonly Attack[]> {
  const attacks: Attack[] = [];
  for (const each of cases) {
    const place = await Place.open(server, `hostile-${each.name}`);
    attacks.push({ url: server.url, name: each.name, prepared: await each.prepare(place) });
  }
  return attacks;
}

async function prepareProbe(server: Running): Promise<ProbeTask> {
  const place = await Place.open(server, 'others');
  const [record] = await place.filled(SMALL);
  return { url: server.url, token: place.member.token, collection: SMALL.definition.name, record: record! };
}

async function isAlive({ url, process }: Running): Promise<boolean> {
  if (process.exitCode !== null || process.signalCode !== null) return false;
  return (await fetch(`${url}/live`)).ok;
}

export async function measureCases(
  server: Running,
  databaseUrl: string | undefined,
  cases: readonly Case[],
  seconds: number,
): Promise<void> {
  const task = await prepareProbe(server);
  const attacks = await prepareAttacks(server, cases);
  const probe = await Helper.start<Probed>('probe.process.mts', PROBE_NICENESS, task);
  const serverMemory = new PeakMemory(() => [String(server.process.pid)]);
  const databaseMemory = databaseUrl === undefined ? undefined : new PeakMemory(await postgresProcesses(databaseUrl));
  const attackers = await Promise.all(
    attacks.map((attack) => Helper.start<Clients['answers']>('attack.process.mts', CLIENTS_NICENESS, attack)),
  );
  await sleep(seconds * 1000);
  const answers = await Promise.all(attackers.map((attacker) => attacker.stop()));
  const probed = await probe.stop();
  const title = cases.length === 1 ? `${cases[0]!.name} ${cases[0]!.title}` : `${cases.length} cases together`;
  printMeasured(title, {
    probed,
    serverMib: serverMemory.stop(),
    databaseMib: databaseMemory?.stop(),
    isAlive: await isAlive(server),
  });
  for (const [index, { name }] of cases.entries()) printAnswers(name, answers[index]!);
}
