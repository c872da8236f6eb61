/** W2 and the simple rows of W3 (docs/benchmarks.md): records read, listed and created one by one. */
import type { Filled } from '../place.mts';
import { luaTable, type Row, type Sent, wrkRow } from '../row.mts';
import type { Place } from '../place.mts';

const OWNERS = 500;
const LOREM =
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore. '.repeat(5);

const MESSAGES: Filled = {
  definition: { name: 'message', fields: [{ name: 'data', type: 'text', required: true }] },
  rows: 10_000,
  row: (number) => ({ data: `a message ${number}` }),
};
const ORGANIZATIONS: Filled = {
  definition: { name: 'organizations', fields: [{ name: 'name', type: 'text', required: true }] },
  rows: 0,
  row: () => ({}),
};

function posts(name: string, rows: number, more: object = {}): Filled {
  const fields = [
    { name: 'title', type: 'text', required: true },
    { name: 'description', type: 'text' },
    { name: 'public', type: 'boolean' },
    { name: 'type', type: 'select', options: { values: ['a', 'b', 'c', 'd'], max: 3 } },
    { name: 'owner', type: 'text' },
  ];
  return {
    definition: { name, fields, ...more },
    rows,
    row: (number, { userId }) => ({
      title: `Post ${number}`,
      description: LOREM,
      public: number % 2 === 0,
      type: ['a', 'b', 'c', 'd'].slice(number % 3, (number % 3) + 2),
      owner: number % OWNERS === 0 ? userId : `owner-${number % OWNERS}`,
    }),
  };
}

const OWNED = { list_rule: 'owner = @request.auth.id' };
const POSTS_10K = posts('posts10k', 10_000);
const POSTS_100K = posts('posts100k', 100_000);
const OWNED_100K = posts('owned100k', 100_000, OWNED);
const INDEXED_100K = posts('indexed100k', 100_000, { ...OWNED, indexes: [{ fields: ['owner'], unique: false }] });

async function roundRobin(place: Place): Promise<Sent> {
  const lua = `local ids = ${luaTable(await place.filled(MESSAGES))}
local n = 0
request = function() n = n % #ids + 1 return wrk.format("GET", "/api/v1/records/message/" .. ids[n]) end\n`;
  return { url: place.url('/records/message'), lua };
}

export async function creates(place: Place): Promise<Sent> {
  await place.filled(ORGANIZATIONS);
  return {
    url: place.url('/records/organizations'),
    lua: `wrk.method = "POST"\nwrk.body = '${JSON.stringify({ name: 'an organization' })}'\n`,
  };
}

function list(name: string, title: string, collection: Filled, query = ''): Row {
  return wrkRow({ name, title, connections: 100 }, async (place) => {
    await place.filled(collection);
    return { url: place.url(`/records/${collection.definition.name}?limit=20${query}`) };
  });
}

const UNCOUNTED = '&include_count=false';

export const RECORD_ROWS: readonly Row[] = [
  wrkRow({ name: 'point-reads', title: 'W2 point reads, 10,000 messages round robin', connections: 64 }, roundRobin),
  wrkRow({ name: 'creates-500', title: 'W3 create, signed-in rule', connections: 500 }, creates),
  wrkRow({ name: 'creates-64', title: 'W3 create, signed-in rule', connections: 64 }, creates),
  wrkRow({ name: 'get-one', title: 'W3 get one', connections: 100 }, async (place) => ({
    url: place.url(`/records/message/${(await place.filled(MESSAGES))[0]}`),
  })),
  list('list-10k', 'W3 list of 20 of 10k with total', POSTS_10K),
  list('list-10k-uncounted', 'W3 list of 20 of 10k without total', POSTS_10K, UNCOUNTED),
  list('list-100k', 'W3 list of 20 of 100k with total', POSTS_100K),
  list('list-100k-uncounted', 'W3 list of 20 of 100k without total', POSTS_100K, UNCOUNTED),
  list('owner-rule', 'W3 owner rule, 100k, no index, with total', OWNED_100K),
  list('owner-rule-indexed', 'W3 owner rule, 100k, indexed, with total', INDEXED_100K),
  wrkRow(
    {
      name: 'two-workers',
      title: 'Create, two workers, 99th percentile',
      connections: 32,
      figure: 'p99',
      workers: 2,
    },
    creates,
  ),
];
