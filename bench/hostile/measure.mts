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

const INTERVAL_MS = 20;
/** Until the clients have begun. */
const STARTING_SECONDS = 15;
/** The request limit of a member, by default: so many at once, and so many more each second. */
const MEMBER = { burst: 120, perSecond: 2 };

const SMALL: Filled = {
  definition: { name: 'small', fields: [{ name: 'text', type: 'text' }] },
  rows: 1,
  row: () => ({ text: 'a small record' }),
};

/** What the processes of one measurement are told. */
export interface Prepared {
  readonly probe: ProbeTask;
  readonly attacks: readonly Attack[];
}

export async function prepare(server: Running, cases: readonly Case[], seconds: number): Promise<Prepared> {
  const attacks: Attack[] = [];
  for (const each of cases) {
    const place = await Place.open(server, `hostile-${each.name}`);
    attacks.push({ url: server.url, name: each.name, prepared: await each.prepare(place) });
  }
  const place = await Place.open(server, 'others');
  const [record] = await place.filled(SMALL);
  const tokens = (await place.colleagues(membersFor(seconds))).map(({ token }) => token);
  const collection = SMALL.definition.name;
  return { probe: { url: server.url, tokens, collection, record: record!, intervalMs: INTERVAL_MS }, attacks };
}

/** As many as may ask all the time for a record and for a create. */
function membersFor(seconds: number): number {
  const asked = 2 * (1000 / INTERVAL_MS) * (seconds + STARTING_SECONDS);
  return Math.ceil(asked / (MEMBER.burst + MEMBER.perSecond * seconds));
}

async function isAlive({ url, process }: Running): Promise<boolean> {
  if (process.exitCode !== null || process.signalCode !== null) return false;
  return (await fetch(`${url}/live`)).ok;
}

/** Both servers on this machine: the second has the database that was filled through the first. */
export async function measureCases(
  server: Running,
  postgresUrl: string | undefined,
  cases: readonly Case[],
  { probe: task, attacks }: Prepared,
  seconds: number,
): Promise<void> {
  const probe = await Helper.start<Probed>('probe.process.mts', PROBE_NICENESS, task);
  const serverMemory = new PeakMemory(() => [String(server.process.pid)]);
  const databaseMemory = postgresUrl === undefined ? undefined : new PeakMemory(await postgresProcesses(postgresUrl));
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
