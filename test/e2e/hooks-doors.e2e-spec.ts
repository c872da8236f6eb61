/** Which events fire, through which door, and how often: every event and every door is in the table, and nothing else fires. */
import { Module } from '@nestjs/common';
import { AfterHooks } from '#application/kernel/hooks/after-hooks';
import { HookBus } from '#domain/hooks/hook-bus';
import { HOOK_EVENTS, type HookEventName } from '#domain/hooks/hook-events';
import { createDatabase } from '../support/database';
import { ACCOUNT_DOORS } from '../support/hooks/account-doors';
import { CREATE_DOORS } from '../support/hooks/create-doors';
import { DELETE_DOORS } from '../support/hooks/delete-doors';
import { DoorWorld } from '../support/hooks/door-world';
import { type Counts, EventRecorder, eventOf } from '../support/hooks/event-recorder';
import { MANY_DOORS } from '../support/hooks/many-doors';
import { READ_DOORS } from '../support/hooks/read-doors';
import { UPDATE_DOORS } from '../support/hooks/update-doors';
import { WIDE_DOORS } from '../support/hooks/wide-doors';
import { OtherDoors } from '../support/operations/other-doors';
import { RECORD_DOORS, WIDE_ROUTES } from '../support/operations/random-operation';
import { startServerOn } from '../support/server';

const DOORS = [
  ...CREATE_DOORS,
  ...READ_DOORS,
  ...UPDATE_DOORS,
  ...DELETE_DOORS,
  ...MANY_DOORS,
  ...WIDE_DOORS,
  ...ACCOUNT_DOORS,
];

/** There is no realtime yet: the only ones that never fire. */
const NEVER: readonly HookEventName[] = [
  'on_realtime_connect',
  'on_realtime_disconnect',
  'on_realtime_message',
  'on_realtime_subscribe',
  'on_realtime_unsubscribe',
];

const STARTED: Counts = { on_bootstrap: 1, on_serve: 1, on_terminate: 1 };
const FIRST_SUPERADMIN: Counts = { 'on_model_before_create of users': 1, 'on_model_after_create of users': 1 };
const FIRST_ACCOUNT: Counts = { 'on_model_before_create of accounts': 1, 'on_model_after_create of accounts': 1 };
const SINGLE_TENANT = {
  SNACKBASE_SINGLE_TENANT_MODE: 'true',
  SNACKBASE_SINGLE_TENANT_ACCOUNT: 'home',
  SNACKBASE_SINGLE_TENANT_ACCOUNT_NAME: 'Our Home',
};

/** Of servers that are started and stopped one after another, the first of them on an empty database. */
const LIVES: readonly { what: string; environment: Record<string, string>; events: readonly Counts[] }[] = [
  { what: 'with many accounts', environment: {}, events: [{ ...STARTED, ...FIRST_SUPERADMIN }, STARTED] },
  {
    what: 'with a single account',
    environment: SINGLE_TENANT,
    events: [{ ...STARTED, ...FIRST_SUPERADMIN, ...FIRST_ACCOUNT }, STARTED],
  },
];

@Module({
  providers: [
    {
      provide: EventRecorder,
      useFactory: (bus: HookBus, after: AfterHooks) => new EventRecorder(bus, after),
      inject: [HookBus, AfterHooks],
    },
  ],
})
class RecorderModule {}

let doors: DoorWorld;
let recorder: EventRecorder;

beforeAll(async () => {
  doors = await DoorWorld.create();
  recorder = EventRecorder.of(doors.world.server.app);
});
afterEach(() => doors.forgetHooks());
afterAll(async () => {
  recorder?.stop();
  await doors?.world.close();
});

test.each(DOORS)('$door: $what', async ({ prepare, status, events }) => {
  // What came late of the row before.
  expect(await recorder.take({})).toEqual({});
  const ask = await prepare(doors);
  await recorder.take({});
  const answer = await ask();
  expect(answer).toMatchObject({ status });
  expect(await recorder.take(events)).toEqual(events);
});

test.each(LIVES)('starts and stops $what', async ({ environment, events }) => {
  const database = await createDatabase();
  try {
    for (const counts of events) {
      const server = await startServerOn(database, environment, undefined, [RecorderModule]);
      const started = server.app.get(EventRecorder, { strict: false });
      await server.stop();
      expect(await started.take(counts)).toEqual(counts);
    }
  } finally {
    await database.drop();
  }
});

test('no other door fires an event of records', async () => {
  await recorder.take({});
  await new OtherDoors(doors.world).ask();
  const labels = Object.keys(await recorder.take({}));
  expect(labels.filter((label) => label.startsWith('on_record_'))).toEqual([]);
});

test('every door that changes records is in the table', () => {
  const named = new Set(DOORS.map(({ door }) => door));
  expect([...Object.values(RECORD_DOORS), ...WIDE_ROUTES].filter((door) => !named.has(door))).toEqual([]);
});

test('every event fires through some door, but for the five of realtime', () => {
  const fired = new Set(
    [...LIVES, ...DOORS]
      .flatMap(({ events }) => events)
      .flatMap(Object.keys)
      .map(eventOf),
  );
  expect(HOOK_EVENTS.filter((event) => !fired.has(event))).toEqual(NEVER);
});
