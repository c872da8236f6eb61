/** What is printed of a case. */
import type { Delayed } from './delays.mts';
import type { Probed } from './probe.process.mts';

/** What must hold beside any hostile client, in milliseconds and MiB. */
const MOST_MS = 500;
const MOST_P99_MS = 100;
const MOST_MIB = 450;

export interface Measured {
  readonly probed: Probed;
  readonly serverMib: number;
  /** Of the largest process of PostgreSQL. */
  readonly databaseMib: number | undefined;
  readonly isAlive: boolean;
}

const within = (value: number, most: number): string => `${Math.round(value)}${value > most ? '!' : ''}`;

function delayed(name: string, { max, p99, failed }: Delayed): string {
  const failures = Object.keys(failed).length > 0 ? ` FAILED ${JSON.stringify(failed)}` : '';
  return `${name} ${within(max, MOST_MS)} / ${within(p99, MOST_P99_MS)} ms${failures}`;
}

export function printHeader(engine: string, seconds: number): void {
  console.log(`${engine}, ${seconds} s each; max / p99 of what others ask for, greatest memory; "!" is beyond the aim`);
}

export function printMeasured(title: string, { probed, serverMib, databaseMib, isAlive }: Measured): void {
  const cells = [
    title.padEnd(56),
    delayed('live', probed.live),
    delayed('get', probed.get),
    delayed('create', probed.create),
    `server ${within(serverMib, MOST_MIB)} MiB`,
    ...(databaseMib === undefined ? [] : [`backend ${within(databaseMib, MOST_MIB)} MiB`]),
    isAlive ? 'alive' : 'DEAD',
    `probe late by ${Math.round(probed.lag)} ms`,
  ];
  console.log(cells.join('  '));
}

export function printAnswers(name: string, answers: Readonly<Record<string, number>>): void {
  console.log(`  ${name.padEnd(18)} answered ${JSON.stringify(answers)}`);
}
