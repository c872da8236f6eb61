/** Acknowledged means on disk: the server is killed again and again in the middle of writing, and nothing it confirmed is missing. */
import { createDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { Http } from '../support/http';
import { startProcess, type ServerProcess } from '../support/process';
import { API, login, SIGNED_IN_RULES, type Member } from '../support/member';
import { atLength } from '../support/random-runs';

const KILLS = atLength(4, 100);
const TIMEOUT_MS = KILLS * 60_000;
const WRITERS = 16;
/** What is acknowledged before the kill, at least and at most. */
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

interface Acknowledged {
  readonly single: string[];
  readonly pairs: string[][];
}

/** Creates pairs in batches and singles until the server is gone; notes what is acknowledged. */
async function writeUntilKilled(http: Http, token: string, { single, pairs }: Acknowledged): Promise<void> {
  const writer = async (number: number): Promise<void> => {
    for (;;) {
      try {
        if (number % 2) {
          const answer = await http.post(`${API}/records/entries`, { text: 'single' }, { token });
          if (answer.status === 201) single.push(answer.body.id);
        } else {
          const records = [{ text: 'pair' }, { text: 'pair' }];
          const answer = await http.post(`${API}/records/entries/batch`, { records }, { token });
          if (answer.status === 201) pairs.push(answer.body.created.map((record: { id: string }) => record.id));
        }
      } catch {
        return; // the connection went with the server
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
}

async function everyId(http: Http, token: string): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor = '';
  for (;;) {
    const { body } = await http.get(
      `${API}/records/entries?limit=100&fields=id,text&cursor=${cursor}&include_count=true`,
      { token },
    );
    for (const item of body.items) ids.add(item.id);
    if (!body.has_more) {
      expect(body.total).toBe(ids.size);
      return ids;
    }
    cursor = body.next_cursor;
  }
}

test(
  `survives kill -9 during writes, ${KILLS} times`,
  async () => {
    server = await startProcess(database);
    let http = new Http(server.url);
    const root: Member = await login(http, 'system', 'root@snackbase.example');
    const definition = { name: 'entries', fields: [{ name: 'text', type: 'text' }], ...SIGNED_IN_RULES };
    expect((await http.post(`${API}/collections`, definition, { token: root.token })).status).toBe(201);

    const acknowledged = new Set<string>();
    for (let kill = 0; kill < KILLS; kill++) {
      const written: Acknowledged = { single: [], pairs: [] };
      const { single, pairs } = written;
      const load = writeUntilKilled(http, root.token, written);
      const enough = MIN_LOAD + Math.random() * (MAX_LOAD - MIN_LOAD);
      await eventually(() => single.length + pairs.length >= enough);
      await server.end('SIGKILL');
      await load;
      for (const id of [...single, ...pairs.flat()]) acknowledged.add(id);

      server = await startProcess(database);
      http = new Http(server.url);
      const stored = await everyId(http, root.token);
      expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
      const { body } = await http.get(`${API}/records/entries?filter=${encodeURIComponent('text = "pair"')}&limit=1`, {
        token: root.token,
      });
      expect(body.total % 2).toBe(0);
    }
  },
  TIMEOUT_MS,
);
