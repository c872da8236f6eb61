/**
 * W2 and the simple rows of W3 (see docs/benchmarks.md) against our server in its own process, with its peak memory.
 *
 *   npm run bench                 SQLite
 *   DATABASE_URL=postgres://… npm run bench
 */
import { call, loginSuperadmin, registerAccount, startServer, type Running, type Session } from './server.mts';
import { runWrk, type Result } from './wrk.mts';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8);
const PORT = 18_080;
const BATCH = 100;
const OWNERS = 500;
const LOREM =
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore. '.repeat(5);

interface Created {
  readonly created: readonly { readonly id: string }[];
}

const SIGNED_IN = '@request.auth.id != ""';
const OPEN_TO_MEMBERS = {
  list_rule: SIGNED_IN,
  view_rule: SIGNED_IN,
  create_rule: SIGNED_IN,
  update_rule: SIGNED_IN,
  delete_rule: SIGNED_IN,
};

const POST_FIELDS = [
  { name: 'title', type: 'text', required: true },
  { name: 'description', type: 'text' },
  { name: 'public', type: 'boolean' },
  { name: 'type', type: 'select', options: { values: ['a', 'b', 'c', 'd'], max: 3 } },
  { name: 'owner', type: 'text' },
];

async function fill(server: Running, member: Session, collection: string, rows: number): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < rows; start += BATCH) {
    const records = Array.from({ length: Math.min(BATCH, rows - start) }, (_, offset) => {
      const number = start + offset;
      return {
        title: `Post ${number}`,
        description: LOREM,
        public: number % 2 === 0,
        type: ['a', 'b', 'c', 'd'].slice(number % 3, (number % 3) + 2),
        owner: number % OWNERS === 0 ? member.userId : `owner-${number % OWNERS}`,
      };
    });
    const { created } = await call<Created>(server, 'POST', `/records/${collection}/batch`, { records }, member.token);
    ids.push(...created.map((record) => record.id));
  }
  return ids;
}

function print(name: string, connections: number, { perSecond, p99, failed }: Result, peak: number): void {
  const note = failed > 0 ? `  ${failed} FAILED` : '';
  console.log(
    `${name.padEnd(52)} ${String(connections).padStart(5)} ${String(perSecond).padStart(8)}/s  p99 ${String(p99).padStart(7)} ms  peak ${peak} MiB${note}`,
  );
}

const server = await startServer(PORT, process.env['DATABASE_URL']);
try {
  const superadmin = await loginSuperadmin(server);
  const slug = `bench-${Date.now().toString(36)}`;
  const member = await registerAccount(server, superadmin, slug);
  const define = (name: string, fields: readonly object[], more: object = {}): Promise<unknown> =>
    call(server, 'POST', '/collections', { name, fields, ...OPEN_TO_MEMBERS, ...more }, superadmin.token);

  const measure = (name: string, connections: number, path: string, lua?: string): void => {
    const url = `${server.url}/api/v1${path}`;
    const load = { url, token: member.token, connections, ...(lua === undefined ? {} : { lua }) };
    runWrk({ ...load, seconds: 2 });
    print(name, connections, runWrk({ ...load, seconds: SECONDS }), server.peakMemory());
  };
  const post = (body: unknown): string => `wrk.method = "POST"\nwrk.body = [==[${JSON.stringify(body)}]==]\n`;

  await define('message', [{ name: 'data', type: 'text', required: true }]);
  await define('organizations', [{ name: 'name', type: 'text', required: true }]);
  const owned = { list_rule: 'owner = @request.auth.id' };
  await define('posts10k', POST_FIELDS);
  await define('posts100k', POST_FIELDS);
  await define('owned100k', POST_FIELDS, owned);
  await define('indexed100k', POST_FIELDS, { ...owned, indexes: [{ fields: ['owner'], unique: false }] });

  const messages: string[] = [];
  for (let start = 0; start < 10_000; start += BATCH) {
    const records = Array.from({ length: BATCH }, (_, offset) => ({ data: `a message ${start + offset}` }));
    const { created } = await call<Created>(server, 'POST', '/records/message/batch', { records }, member.token);
    messages.push(...created.map((record) => record.id));
  }
  const started = performance.now();
  await fill(server, member, 'posts10k', 10_000);
  await fill(server, member, 'posts100k', 100_000);
  await fill(server, member, 'owned100k', 100_000);
  await fill(server, member, 'indexed100k', 100_000);
  const loaded = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`310,000 posts loaded in ${loaded} s, peak ${server.peakMemory()} MiB; ${SECONDS} s a row\n`);

  const roundRobin = `local ids = {${messages.map((id) => `"${id}"`).join(',')}}
local n = 0
request = function() n = n % #ids + 1 return wrk.format("GET", "/api/v1/records/message/" .. ids[n]) end\n`;
  measure('W2 point reads, 10,000 messages round robin', 64, '/records/message', roundRobin);
  measure('W3 create, signed-in rule', 500, '/records/organizations', post({ name: 'an organization' }));
  measure('W3 create, signed-in rule', 64, '/records/organizations', post({ name: 'an organization' }));
  measure('W3 get one', 100, `/records/message/${messages[0]}`);
  for (const size of ['10k', '100k']) {
    measure(`W3 list of 20 of ${size} with total`, 100, `/records/posts${size}?limit=20`);
    measure(`W3 list of 20 of ${size} without total`, 100, `/records/posts${size}?limit=20&include_count=false`);
  }
  measure('W3 owner rule, 100k, no index, with total', 100, '/records/owned100k?limit=20');
  measure('W3 owner rule, 100k, indexed, with total', 100, '/records/indexed100k?limit=20');
} finally {
  await server.stop();
}
