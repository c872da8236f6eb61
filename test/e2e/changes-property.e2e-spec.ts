/**
 * What units tell of records is what happens to the tables: random requests through every door that changes records, by
 * several people and in several accounts, refused ones among them, each compared with all tables before and after.
 */
import fc from 'fast-check';
import { AccountEntity } from '#server/infrastructure/database/entities/account.entity';
import { DataSource } from 'typeorm';
import { ageAccount } from '../support/age-account';
import { runCommandHere } from '../support/command-here';
import { API, PASSWORD } from '../support/member';
import { DEFINITIONS } from '../support/operations/collections';
import { eventually } from '../support/eventually';
import { credentials, logIn, WRONG } from '../support/guessing';
import { hurryChores, jobsOf } from '../support/jobs';
import { commandNames, jobHandlersOf, routesOf } from '../support/operations/doors';
import { OtherDoors } from '../support/operations/other-doors';
import { Judge } from '../support/operations/judge';
import { makeRoom } from '../support/operations/make-room';
import { playersOf, type Player } from '../support/operations/players';
import {
  type Operation,
  randomOperation,
  type RecordOperation,
  RECORD_DOORS,
  WIDE_KINDS,
  WIDE_ROUTES,
} from '../support/operations/random-operation';
import { sendRecords } from '../support/operations/send-records';
import { WideOperations } from '../support/operations/wide';
import { LONG_SESSIONS, scaled, SEED } from '../support/random-runs';
import { createWorld, type World } from '../support/world';

const OPERATIONS = scaled(2000);
/** Compared together. */
const GROUP = 8;
/** More records than this make every look at the tables slow. */
const MANY_RECORDS = 60;
const TIMEOUT_MS = scaled(300_000);
/** Of wrong passwords, until a user is locked. */
const THRESHOLD = 3;

let world: World;
let judge: Judge;
let players: readonly Player[];
let wide: WideOperations;
let tasksId: string;

beforeAll(async () => {
  world = await createWorld({
    ...LONG_SESSIONS,
    SNACKBASE_LOG_LEVEL: 'error',
    SNACKBASE_LOGIN_LOCKOUT_THRESHOLD: String(THRESHOLD),
  });
  for (const { name, fields, more } of DEFINITIONS) await world.define(name, fields, more);
  const { body } = await world.http.get(`${API}/collections?search=tasks`, { token: world.superadmin.token });
  tasksId = body.items[0].id;
  players = await playersOf(world);
  judge = await Judge.of(world.server);
  wide = new WideOperations(world, () => judge.look());
});
afterAll(async () => {
  judge?.stop();
  await world?.close();
});

/** The statuses of all answers, and by which operations something was written. */
const answers = new Set<string>();
const written = new Set<string>();

async function perform(operation: Operation): Promise<void> {
  if (operation.kind !== 'records') {
    await wide.run(operation);
    written.add(operation.kind);
  } else if (operation.collection === 'people' && operation.door.startsWith('delete')) {
    await deletePeople(() => send(operation));
  } else {
    await send(operation);
  }
}

async function send(operation: RecordOperation): Promise<void> {
  const player = players[operation.actor % players.length]!;
  for (const { status, text } of await sendRecords(world.http, judge.records, player, operation)) {
    if (status >= 500) throw new Error(`${operation.door}: ${status} ${text}`);
    answers.add(String(status));
    if (status < 300) written.add(operation.door);
  }
}

/** Compared by itself, so that what follows from it is seen. */
async function deletePeople(work: () => Promise<void>): Promise<void> {
  await judge.look();
  await work();
  const told = await judge.look();
  const ops = told.changes.filter(({ collectionId }) => collectionId === tasksId).map(({ op }) => op);
  for (const op of ops) written.add(op === 'delete' ? 'cascade' : 'set_null');
}

test(
  `${OPERATIONS} random operations: what is told is what happened`,
  async () => {
    const group = fc.array(randomOperation, { minLength: GROUP, maxLength: GROUP });
    const property = fc.asyncProperty(group, async (operations) => {
      if (judge.records.size > MANY_RECORDS) await makeRoom(world, judge);
      for (const operation of operations) await perform(operation);
      await judge.look();
    });
    // What a group does depends on those before it, so that a failing one cannot be made smaller by itself.
    await fc.assert(property, { numRuns: OPERATIONS / GROUP, endOnFailure: true, seed: SEED });
    // That it wrote, and that it was refused, in every way.
    expect(answers).toEqual(new Set(['200', '201', '204', '400', '401', '403', '404', '409', '412', '422']));
    expect(written).toEqual(new Set([...Object.keys(RECORD_DOORS), ...WIDE_KINDS, 'cascade', 'set_null']));
  },
  TIMEOUT_MS,
);

test('the engine counts the bytes of the records that are left as the writers did', async () => {
  await judge.recount();
  expect(await judge.look()).toEqual({ changes: [], summaries: [] });
});

test('no other route changes records, and none is left out', async () => {
  const routes = await routesOf(
    world,
    DEFINITIONS.map(({ name }) => name),
  );
  await judge.look();
  const others = new OtherDoors(world);
  await others.ask();
  expect(await judge.look()).toEqual({ changes: [], summaries: [] });
  const known = [...Object.values(RECORD_DOORS), ...WIDE_ROUTES, ...others.asked];
  expect(routes.toSorted()).toEqual(known.toSorted());
});

test('no job changes records but the deletion of an account, and none is left out', async () => {
  await wide.run({ kind: 'erase' });
  for (let index = 0; index < THRESHOLD; index += 1) await logIn(world, credentials(world.twin, WRONG));
  await encryptSomething();
  for (const handler of jobHandlersOf(world)) {
    const isDone = async () => (await jobsOf(world.server.app, handler)).some(({ status }) => status === 'completed');
    await eventually(isDone, () => `no job ${handler} has run`);
  }
  expect(await judge.look()).toEqual({ changes: [], summaries: [] });
});

async function encryptSomething(): Promise<void> {
  const { http, superadmin } = world;
  const definition = { name: 'vaults', fields: [{ name: 'token', type: 'text' }] };
  const { body } = await http.post(`${API}/collections`, definition, { token: superadmin.token });
  const fields = [{ ...body.fields[0], encrypted: true }];
  const changed = await http.call('PUT', `${API}/collections/${body.id}`, {
    token: superadmin.token,
    body: { fields },
  });
  expect(changed.status).toBe(200);
}

test('no hourly chore changes records, the deletion of accounts that nobody used included', async () => {
  const slug = 'never-used';
  const registration = { email: `a@${slug}.example`, password: PASSWORD, account_name: slug, account_slug: slug };
  expect((await world.http.post(`${API}/auth/register`, registration)).status).toBe(201);
  const { app } = world.server;
  const accounts = app.get(DataSource, { strict: false }).getRepository(AccountEntity);
  const { id } = await accounts.findOneByOrFail({ slug });
  await ageAccount(world.server, id, 8);
  hurryChores(app);
  await eventually(async () => !(await accounts.existsBy({ id })));
  expect(await judge.look()).toEqual({ changes: [], summaries: [] });
});

test('no command changes records, and none is left out', async () => {
  // One starts the server with the doors above; the other runs what is typed, which writes as everything else does.
  // Two copy the whole database, to a file and from one into an empty place (backup.e2e-spec.ts).
  const others = ['ServeCommand', 'ShellCommand', 'BackupCommand', 'RestoreCommand'];
  const ran = new Map([
    ['ShowInfoCommand', 'info'],
    ['InitDbCommand', 'init-db'],
    ['CreateSuperadminCommand', `create-superadmin --force --email a@cli.example --password ${PASSWORD}`],
    ['ListHooksCommand', 'hooks'],
    ['WriteTypesCommand', 'types --out collections.d.ts'],
  ]);
  expect(commandNames().toSorted()).toEqual([...ran.keys(), ...others].toSorted());
  const database = world.server.database;
  for (const command of ran.values()) {
    expect(await runCommandHere(database, command)).toMatchObject({ code: 0, stderr: '' });
  }
  expect(await judge.look()).toEqual({ changes: [], summaries: [] });
});
