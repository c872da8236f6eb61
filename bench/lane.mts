/**
 * Prints what the write lane and the read pool do on this machine: inserts per second, durable, as units of their own and
 * merged, and the cost of a point read. Run: `npm run build && node bench/lane.mts [database URL]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_EXPECTATION, type Unit, type Work } from '#application/ports/transactions';
import { notAudited } from '#domain/kernel/act';
import { newId } from '#domain/kernel/ids';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { parseDatabaseUrl } from '#server/config/database-url';
import type { Database } from '#server/infrastructure/database/database';
import { openDatabase } from '#server/infrastructure/database/open-database';
import { SharedSteps } from '#server/infrastructure/database/lanes/shared-steps';
import { sqlOf } from '#server/infrastructure/database/lanes/transaction';

const UNITS = 20_000;
const READS = 100_000;
const CALLERS = 64;
const ACT = notAudited('A benchmark writes it.');

interface Texts {
  readonly one: string;
  readonly many: string;
  readonly read: string;
}

const SQLITE: Texts = {
  one: 'INSERT INTO bench_notes (account_id, id, text) VALUES (?, ?, ?)',
  many: `INSERT INTO bench_notes (account_id, id, text)
    SELECT value ->> 'account_id', value ->> 'id', value ->> 'text' FROM json_each(?) WHERE true RETURNING id`,
  read: "SELECT json_object('id', id, 'text', text) AS body FROM bench_notes WHERE account_id = ? AND id = ?",
};
const POSTGRES: Texts = {
  one: 'INSERT INTO bench_notes (account_id, id, text) VALUES ($1, $2, $3)',
  many: `INSERT INTO bench_notes (account_id, id, text)
    SELECT account_id, id, text FROM json_to_recordset($1::json) AS r (account_id text, id text, text text) RETURNING id`,
  read: `SELECT json_build_object('id', id, 'text', text) AS body FROM bench_notes WHERE account_id = $1 AND id = $2`,
};

/** Each caller sends its next request when the one before was answered, as connections of a load generator do. */
async function measure(name: string, count: number, request: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) await request(next++);
  };
  const cpu = process.cpuUsage();
  const mainThread = process.threadCpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const main = process.threadCpuUsage(mainThread);
  const perRequest = (total: number): string => (total / count).toFixed(1).padStart(6);
  console.log(
    `${name.padEnd(28)} ${Math.round((count / milliseconds) * 1000)
      .toString()
      .padStart(7)}/s` +
      `  main thread ${perRequest(main.user + main.system)} µs  process ${perRequest(user + system)} µs`,
  );
}

function unitOf<T>(accountId: string, work: Work<T>): Unit<T> {
  return { ctx: systemContext('bench', accountId), act: ACT, expectation: NO_EXPECTATION, work };
}

async function run(database: Database): Promise<void> {
  const { one, many, read } = database.dialect.name === 'sqlite' ? SQLITE : POSTGRES;
  const accounts = Array.from({ length: 16 }, () => newId());
  const accountOf = (index: number): string => accounts[index % accounts.length]!;
  await database.lanes.submitAlone(
    unitOf(SYSTEM_ACCOUNT_ID, async (tx) => {
      const suffix = database.dialect.name === 'sqlite' ? ' WITHOUT ROWID' : '';
      await sqlOf(tx).all('DROP TABLE IF EXISTS bench_notes');
      await sqlOf(tx).all(
        `CREATE TABLE bench_notes (account_id text, id text, text text, PRIMARY KEY (account_id, id))${suffix}`,
      );
    }),
  );
  const text = 'x'.repeat(200);
  await measure('insert, own statement', UNITS, (index) => {
    const accountId = accountOf(index);
    return database.lanes.submit(unitOf(accountId, (tx) => sqlOf(tx).all(one, [accountId, newId(), text])));
  });
  const bind = (rows: string): string[] => [rows];
  const written: string[] = [];
  await measure('insert, merged', UNITS, (index) => {
    const accountId = accountOf(index);
    const id = newId();
    written[index] = id;
    const rows = [JSON.stringify({ account_id: accountId, id, text })];
    const steps = new SharedSteps([{ text: many, bind, rows, ids: [id] }], (_tx, [returned]) => returned);
    return database.lanes.submit(unitOf(accountId, steps));
  });
  await measure('point read', READS, (index) => {
    const at = index % UNITS;
    return database.reads.all(read, [accountOf(at), written[at]!]);
  });
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'snackbase-bench-'));
  const target = parseDatabaseUrl(process.argv[2] ?? `sqlite:///${join(folder, 'bench.db')}`);
  const database = await openDatabase({ target, statementTimeoutMs: 5000 });
  try {
    await run(database);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
