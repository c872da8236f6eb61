/** Worker processes on one SQLite file write in turns, which their parent hands out: here the test is the parent. */
import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { join } from 'node:path';
import { handOutWriterTurns } from '#server/infrastructure/database/sqlite/hand-out-writer-turns';
import { isTurnMessage } from '#server/infrastructure/database/sqlite/turn-message';
import { createDatabase, type TestDatabase } from '../../support/database';
import { Http } from '../../support/http';
import { API, login, PASSWORD, SIGNED_IN_RULES } from '../../support/member';
import { environmentOf } from '../../support/environment';
import { freePort, runProcess } from '../../support/process';

const CHAINS = 32;
const CREATES_OF_A_CHAIN = 10;
const TIMEOUT_MS = 60_000;

let database: TestDatabase;
let workers: Worker[] = [];

beforeAll(async () => {
  database = await createDatabase();
});

afterAll(async () => {
  await Promise.all(
    workers.map(async (worker) => {
      const exited = once(worker, 'exit');
      worker.process.kill('SIGTERM');
      await exited;
    }),
  );
  await database.drop();
});

test(
  'two workers answer every create, and none writes twice while the other waits',
  async () => {
    // Workers leave the first superadmin to their parent.
    const args = ['create-superadmin', '--email', 'root@snackbase.example', '--password', PASSWORD];
    expect((await runProcess(database, { args })).code).toBe(0);
    const port = await freePort();
    const asks: string[] = [];
    const grants: string[] = [];
    cluster.on('message', ({ id }, message: unknown) => {
      if (isTurnMessage(message) && message.writerTurn === 'ask') asks.push(`${id}:${message.turn}`);
    });
    handOutWriterTurns();
    cluster.setupPrimary({
      exec: join(__dirname, '../../../dist/src/main.js'),
      args: [],
      cwd: database.folder,
      silent: true,
    });
    workers = [1, 2].map(() => cluster.fork(environmentOf(database, port)));
    for (const worker of workers) {
      const send = worker.send.bind(worker);
      jest.spyOn(worker, 'send').mockImplementation((message, ...rest) => {
        if (isTurnMessage(message)) grants.push(`${worker.id}:${message.turn}`);
        return send(message, ...rest);
      });
    }
    await Promise.all(workers.map((worker) => once(worker, 'listening')));

    const http = new Http(`http://127.0.0.1:${port}`);
    const { token } = await login(http, 'system', 'root@snackbase.example');
    const definition = { name: 'notes', fields: [{ name: 'text', type: 'text' }], ...SIGNED_IN_RULES };
    expect((await http.post(`${API}/collections`, definition, { token })).status).toBe(201);
    const chain = async (_: unknown, index: number): Promise<number[]> => {
      const statuses: number[] = [];
      for (let n = 0; n < CREATES_OF_A_CHAIN; n += 1) {
        statuses.push((await http.post(`${API}/records/notes`, { text: `${index}.${n}` }, { token })).status);
      }
      return statuses;
    };
    const statuses = (await Promise.all(Array.from({ length: CHAINS }, chain))).flat();
    expect(statuses).toEqual(Array.from({ length: CHAINS * CREATES_OF_A_CHAIN }, () => 201));
    expect((await http.get(`${API}/records/notes?limit=1`, { token })).body.total).toBe(CHAINS * CREATES_OF_A_CHAIN);

    const writers = workers.map(({ id }) => String(id));
    expect([...new Set(grants.map((grant) => grant.split(':')[0]))].toSorted()).toEqual(writers);
    expect(grants).toEqual(asks.slice(0, grants.length));
  },
  TIMEOUT_MS,
);
