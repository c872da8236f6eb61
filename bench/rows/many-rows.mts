/**
 * Changes of many of 100,000 records: rows for each second of the server's processor time, which other work on the machine does not
 * change.
 */
import { readFileSync } from 'node:fs';
import type { Filled, Place } from '../place.mts';
import type { Row } from '../row.mts';
import { call } from '../server.mts';

const ROWS = 100_000;
const BY_FILTER = 10_000;
const UPSERTED = 100;
/** In /proc/<pid>/stat, of processor time. */
const TICKS_PER_SECOND = 100;

const PRODUCTS: Filled = {
  definition: {
    name: 'products',
    fields: [
      { name: 'sku', type: 'text', required: true, unique: true },
      { name: 'name', type: 'text' },
      { name: 'price', type: 'number' },
      { name: 'shelf', type: 'number' },
    ],
  },
  rows: ROWS,
  row: (number) => ({ ...product(number), shelf: Math.floor(number / BY_FILTER) }),
};

function product(number: number): object {
  return { sku: `sku-${number}`, name: `product ${number}`, price: number };
}

/** One request after another. `change`: sends the request with that number, and resolves with the rows that it changed. */
function changing(name: string, title: string, change: (place: Place, number: number) => Promise<number>): Row {
  return {
    name,
    title: `${title}, 100k, by processor time`,
    connections: 1,
    figure: 'perSecond',
    workers: 1,
    async run(place, seconds) {
      await place.filled(PRODUCTS);
      const [began, used] = [performance.now(), processorSeconds(place)];
      let rows = 0;
      for (let number = 0; performance.now() - began < seconds * 1000; number += 1) rows += await change(place, number);
      const perSecond = Math.round(rows / (processorSeconds(place) - used));
      const elapsed = Math.round((1000 * rows) / (performance.now() - began));
      return { perSecond, p99: 0, failed: 0, note: `${elapsed} rows/s by the clock` };
    },
  };
}

function processorSeconds({ server }: Place): number {
  const stat = readFileSync(`/proc/${server.process.pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user! + system!) / TICKS_PER_SECOND;
}

async function byFilter(place: Place, number: number): Promise<number> {
  const query = `?filter=shelf%20%3D%20${number % (ROWS / BY_FILTER)}&expect=${BY_FILTER}`;
  const body = { price: Math.random() };
  await call(place.server, 'PATCH', `/records/products${query}`, body, place.member.token);
  return BY_FILTER;
}

/** Records with the numbers from `first` on. */
async function upsert(place: Place, first: number): Promise<number> {
  const records = Array.from({ length: UPSERTED }, (_, index) => ({ ...product(first + index), price: Math.random() }));
  await call(place.server, 'PUT', '/records/products/batch?on=sku&fields=id', { records }, place.member.token);
  return UPSERTED;
}

let created = ROWS;

export const MANY_ROWS: readonly Row[] = [
  changing('by-filter', `Update of ${BY_FILTER} by filter`, byFilter),
  changing('upserts', `Upsert of ${UPSERTED} that are there`, (place, number) =>
    upsert(place, (number * UPSERTED) % ROWS),
  ),
  changing('upserts-new', `Upsert of ${UPSERTED} that are not`, (place) => upsert(place, (created += UPSERTED))),
];
