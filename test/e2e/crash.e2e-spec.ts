/** Acknowledged means on disk: the server is killed again and again in the middle of writing, and nothing it confirmed is missing. */
import { createDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { Http } from '../support/http';
import { startProcess, type ServerProcess } from '../support/process';
import { API, login, SIGNED_IN_RULES } from '../support/member';
import { atLength } from '../support/random-runs';

const KILLS = atLength(4, 100);
const TIMEOUT_MS = KILLS * 60_000;
const ENTRIES = `${API}/records/entries`;
const WRITERS = 16;
/** Entries that are acknowledged before the kill, at least and at most. */
const MIN_LOAD = 40;
const MAX_LOAD = 400;

let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await server?.end('SIGKILL');
  await database?.drop();
});

/** Creates pairs in batches and singles until the server is gone; notes the ids of what is acknowledged. */
async function writeUntilKilled(http: Http, token: string, round: number, acknowledged: string[]): Promise<void> {
  const writer = async (number: number): Promise<void> => {
    for (let write = 0; ; write++) {
      try {
        if (number % 2) {
          const answer = await http.post(ENTRIES, { round }, { token });
          if (answer.status === 201) acknowledged.push(answer.body.id);
        } else {
          const entry = { round, pair: `${round} ${number} ${write}` };
          const answer = await http.post(`${ENTRIES}/batch`, { records: [entry, entry] }, { token });
          if (answer.status === 201) acknowledged.push(...answer.body.created.map(({ id }: { id: string }) => id));
        }
      } catch {
        return; // the connection went with the server
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
}

/** What is stored: ids, and the pair that each is of, or null. */
async function readEntries(http: Http, token: string, filter = ''): Promise<ReadonlyMap<string, string | null>> {
  const entries = new Map<string, string | null>();
  let cursor = '';
  for (;;) {
    const query = new URLSearchParams({ limit: '100', fields: 'id,pair', filter, cursor, include_count: 'true' });
    const { body } = await http.get(`${ENTRIES}?${query}`, { token });
    for (const { id, pair } of body.items) entries.set(id, pair);
    if (!body.has_more) {
      expect(body.total).toBe(entries.size);
      return entries;
    }
    cursor = body.next_cursor;
  }
}

function expectWhole(stored: ReadonlyMap<string, string | null>, acknowledged: readonly string[]): void {
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  const pairs = Map.groupBy(stored.values(), (pair) => pair);
  pairs.delete(null);
  expect([...pairs].filter(([, { length }]) => length !== 2)).toEqual([]);
}

test(
  `survives kill -9 during writes, ${KILLS} times`,
  async () => {
    server = await startProcess(database);
    let http = new Http(server.url);
    const { token } = await login(http, 'system', 'root@snackbase.example');
    const fields = [
      { name: 'round', type: 'number' },
      { name: 'pair', type: 'text' },
    ];
    const definition = { name: 'entries', fields, indexes: [{ fields: ['round'] }], ...SIGNED_IN_RULES };
    expect((await http.post(`${API}/collections`, definition, { token })).status).toBe(201);

    const acknowledged: string[] = [];
    let total = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const before = acknowledged.length;
      const load = writeUntilKilled(http, token, kill, acknowledged);
      const enough = before + MIN_LOAD + Math.random() * (MAX_LOAD - MIN_LOAD);
      await eventually(() => acknowledged.length >= enough);
      await server.end('SIGKILL');
      await load;

      server = await startProcess(database);
      http = new Http(server.url);
      const stored = await readEntries(http, token, `round = ${kill}`);
      expectWhole(stored, acknowledged.slice(before));
      total += stored.size;
      expect((await http.get(`${ENTRIES}?limit=1`, { token })).body.total).toBe(total);
    }
    // Once and not after each kill, which would cost the square of their number: what is lost does not come back.
    const stored = await readEntries(http, token);
    expect(stored.size).toBe(total);
    expectWhole(stored, acknowledged);
  },
  TIMEOUT_MS,
);
