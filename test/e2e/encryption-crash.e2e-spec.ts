/** The server is killed again and again while it encrypts what is stored: no value is lost, none is encrypted twice, none shown. */
import { AesFieldCipher } from '#server/infrastructure/crypto/aes-field-cipher.service';
import { parseDatabaseUrl } from '#server/config/database-url';
import { openDatabase } from '#server/infrastructure/database/open-database';
import { createDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { Http } from '../support/http';
import { API, login, SIGNED_IN_RULES } from '../support/member';
import { startProcess, type ServerProcess } from '../support/process';
import { atLength, LONG_SESSIONS } from '../support/random-runs';
import { BULLETS } from '../support/secret-world';

const VALUES = atLength(4000, 1_000_000);
const KILLS = atLength(1, 5);
const BATCH = 1000;
const TIMEOUT_MS = 60_000 + VALUES;
const KEY = 'the key of this suite, long enough for it';
const ENVIRONMENT = {
  ...LONG_SESSIONS,
  SNACKBASE_ENCRYPTION_KEY: KEY,
  SNACKBASE_BATCH_MAX_SIZE: String(BATCH),
  // A job whose process was killed is taken by another after this time.
  SNACKBASE_JOB_EXECUTION_TIMEOUT: '2',
};

let database: TestDatabase;
let server: ServerProcess;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await server?.end('SIGKILL');
  await database?.drop();
});

/** Reads the table itself, page by page. */
async function readStored(table: string, columns: string, each: (row: Readonly<Record<string, unknown>>) => void) {
  const opened = await openDatabase({ target: parseDatabaseUrl(database.url), statementTimeoutMs: 60_000, readers: 1 });
  const text = `SELECT account_id, id, _rev, ${columns} FROM "${table}" WHERE id > $1 ORDER BY id LIMIT 5000`;
  try {
    for (let last = ''; ;) {
      const rows = await opened.reads.all(text, [last]);
      for (const row of rows) each(row);
      if (rows.length === 0) return;
      last = String(rows.at(-1)!['id']);
    }
  } finally {
    await opened.close();
  }
}

test(
  `encrypts ${VALUES} values through ${KILLS} kills`,
  async () => {
    server = await startProcess(database, { environment: ENVIRONMENT });
    let http = new Http(server.url);
    const { token } = await login(http, 'system', 'root@snackbase.example');
    const fields = [{ name: 'token', type: 'text', required: true }];
    const definition = { name: 'vaults', fields, ...SIGNED_IN_RULES };
    const { body: collection } = await http.post(`${API}/collections`, definition, { token });
    for (let first = 0; first < VALUES; first += BATCH) {
      const records = Array.from({ length: BATCH }, (_, index) => ({ token: `value ${first + index}` }));
      const answer = await http.post(`${API}/records/vaults/batch`, { records }, { token });
      expect(answer.status).toBe(201);
    }
    const sent = { fields: [{ ...fields[0], encrypted: true }] };
    const { body: changed } = await http.put(`${API}/collections/${collection.id}`, sent, { token });
    const path = `${API}/collections/${collection.id}/fields/token/encryption`;
    const state = async () => (await http.get(path, { token })).body;

    let wasMoved = -1;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const isUnderWay = async (): Promise<boolean> => {
        const { status, values_moved: moved } = await state();
        return status === 'settled' || (moved !== null && moved !== wasMoved && moved * (KILLS + 2) >= VALUES / BATCH);
      };
      await eventually(isUnderWay, () => 'nothing is encrypted');
      wasMoved = (await state()).values_moved;
      await server.end('SIGKILL');
      server = await startProcess(database, { environment: ENVIRONMENT });
      http = new Http(server.url);
      const { items } = (await http.get(`${API}/records/vaults?limit=100&sort=-id`, { token })).body;
      expect(new Set(items.map((item: { token: string }) => item.token))).toEqual(new Set([BULLETS]));
    }
    for (let checked = -1, isSettled = false; !isSettled;) {
      const found = await eventually(async () => {
        const now = await state();
        return now.status === 'settled' || now.records_checked !== checked ? now : null;
      });
      isSettled = found.status === 'settled';
      checked = found.records_checked;
    }

    const [{ id: fieldId }] = changed.fields;
    const cipher = new AesFieldCipher([KEY]);
    const found = new Set<string>();
    await readStored(collection.table_name, `token, "encrypted_${fieldId}" AS stored`, (row) => {
      expect([row['token'], Number(row['_rev'])]).toEqual([null, 1]);
      const place = { accountId: String(row['account_id']), recordId: String(row['id']), fieldId };
      found.add(cipher.decrypt(String(row['stored']), place));
    });
    expect(found.size).toBe(VALUES);
    const strange = [...found].filter((text) => !/^value \d+$/.test(text));
    expect(strange).toEqual([]);
  },
  TIMEOUT_MS,
);
