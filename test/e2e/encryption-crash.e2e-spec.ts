/** The server is killed again and again while it encrypts what is stored: no value is lost, none is encrypted twice, none shown. */
import { existsSync, readFileSync } from 'node:fs';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { AesFieldCipher } from '#server/infrastructure/crypto/aes-field-cipher.service';
import { parseDatabaseUrl } from '#server/config/database-url';
import { openDatabase } from '#server/infrastructure/database/open-database';
import { createDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { Http } from '../support/http';
import { API, login, SIGNED_IN_RULES } from '../support/member';
import { startOptions, startProcess, type ServerProcess } from '../support/process';
import { atLength, LONG_SESSIONS } from '../support/random-runs';
import { BULLETS } from '../support/secret-world';

/** At length only: what is done again after a loss of the process is what encryption-changes has, and servers are dear. */
const VALUES = atLength(0, 1_000_000);
const KILLS = 5;
const MAX_PEAK_KIB = 200_000_000 / 1024;
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

/** Of the server's memory so far, in KiB; 0 where the system does not tell. */
const peaks: number[] = [];

async function restart(): Promise<Http> {
  await server?.end('SIGKILL');
  const { flags, environment } = startOptions();
  server = await startProcess(database, { flags, environment: { ...environment, ...ENVIRONMENT } });
  return new Http(server.url);
}

function notePeak(): void {
  const path = `/proc/${server.child.pid}/status`;
  peaks.push(existsSync(path) ? Number(/VmHWM:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1]) : 0);
}

/** Reads the table itself, page by page. */
async function readStored(table: string, columns: string, each: (row: Readonly<Record<string, unknown>>) => void) {
  const opened = await openDatabase({ target: parseDatabaseUrl(database.url), statementTimeoutMs: 60_000, readers: 1 });
  const text = `SELECT account_id, id, _rev, ${columns} FROM "${table}" WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT 5000`;
  try {
    for (let last = ''; ;) {
      const rows = await opened.reads.all(text, [SYSTEM_ACCOUNT_ID, last]);
      for (const row of rows) each(row);
      if (rows.length === 0) return;
      last = String(rows.at(-1)!['id']);
    }
  } finally {
    await opened.close();
  }
}

const atLengthOnly = VALUES > 0 ? test : test.skip;
atLengthOnly(
  `encrypts ${VALUES} values through ${KILLS} kills`,
  async () => {
    database = await createDatabase();
    let http = await restart();
    const { token } = await login(http, 'system', 'root@snackbase.example');
    const fields = [{ name: 'token', type: 'text', required: true }];
    const definition = { name: 'vaults', fields, ...SIGNED_IN_RULES };
    const { body: collection } = await http.post(`${API}/collections`, definition, { token });
    const ids: string[] = [];
    for (let first = 0; first < VALUES; first += BATCH) {
      const records = Array.from({ length: BATCH }, (_, index) => ({ token: `value ${first + index}` }));
      const answer = await http.post(`${API}/records/vaults/batch`, { records }, { token });
      expect(answer.status).toBe(201);
      if (first % (100 * BATCH) === 0) ids.push(answer.body.created[0].id);
    }
    http = await restart();
    const sent = { fields: [{ ...fields[0], encrypted: true }] };
    const { body: changed } = await http.put(`${API}/collections/${collection.id}`, sent, { token });
    const path = `${API}/collections/${collection.id}/fields/token/encryption`;
    const state = async () => (await http.get(path, { token })).body;

    let moved = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = moved;
      // What is told is of the last process until this one tells.
      const isUnderWay = async (): Promise<boolean> => {
        moved = (await state()).values_moved ?? 0;
        return moved !== before && moved * (KILLS + 2) >= VALUES;
      };
      await eventually(isUnderWay, () => `${moved} values are moved`);
      notePeak();
      http = await restart();
      for (const id of ids) expect((await http.get(`${API}/records/vaults/${id}`, { token })).body.token).toBe(BULLETS);
    }
    for (let checked = -1, isSettled = false; !isSettled;) {
      const found = await eventually(async () => {
        const now = await state();
        return now.status === 'settled' || now.records_checked !== checked ? now : null;
      });
      isSettled = found.status === 'settled';
      checked = found.records_checked;
    }
    notePeak();

    const [{ id: fieldId }] = changed.fields;
    const cipher = new AesFieldCipher([KEY]);
    const found = new Set<string>();
    await readStored(collection.table_name, `token, "encrypted_${fieldId}" AS stored`, (row) => {
      if (row['token'] !== null || Number(row['_rev']) !== 1) throw new Error(`left behind: ${JSON.stringify(row)}`);
      const place = { accountId: String(row['account_id']), recordId: String(row['id']), fieldId };
      found.add(cipher.decrypt(String(row['stored']), place));
    });
    expect(found.size).toBe(VALUES);
    expect([...found].filter((text) => !/^value \d+$/.test(text))).toEqual([]);
    expect(Math.max(...peaks)).toBeLessThan(MAX_PEAK_KIB);
  },
  TIMEOUT_MS,
);

afterAll(async () => {
  await server?.end('SIGKILL');
  await database?.drop();
});
