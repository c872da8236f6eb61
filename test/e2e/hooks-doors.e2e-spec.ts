/** Which events fire, through which door, and how often: every event and every door is in the table, and nothing else fires. */
import { HOOK_EVENTS, type HookEventName } from '#domain/hooks/hook-events';
import { CREATE_DOORS } from '../support/hooks/create-doors';
import { DELETE_DOORS } from '../support/hooks/delete-doors';
import { DoorWorld } from '../support/hooks/door-world';
import { EventRecorder, eventOf } from '../support/hooks/event-recorder';
import { UPDATE_DOORS } from '../support/hooks/update-doors';
import { WIDE_DOORS } from '../support/hooks/wide-doors';
import { OtherDoors } from '../support/operations/other-doors';
import { RECORD_DOORS, WIDE_ROUTES } from '../support/operations/random-operation';

const DOORS = [...CREATE_DOORS, ...UPDATE_DOORS, ...DELETE_DOORS, ...WIDE_DOORS];

/** There is no realtime yet: the only ones that never fire. */
const NEVER: readonly HookEventName[] = [
  'on_realtime_connect',
  'on_realtime_disconnect',
  'on_realtime_message',
  'on_realtime_subscribe',
  'on_realtime_unsubscribe',
];

/** Those without a row of their own yet. */
const WITHOUT_ROWS = HOOK_EVENTS.filter(
  (event) => !/^on_(record_(before|after)_(create|update|delete)|realtime_)/.test(event),
);

let doors: DoorWorld;
let recorder: EventRecorder;

beforeAll(async () => {
  doors = await DoorWorld.create();
  recorder = new EventRecorder(doors.world.server.app);
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
  const fired = new Set(DOORS.flatMap(({ events }) => Object.keys(events).map(eventOf)));
  expect(HOOK_EVENTS.filter((event) => !fired.has(event))).toEqual(
    HOOK_EVENTS.filter((event) => NEVER.includes(event) || WITHOUT_ROWS.includes(event)),
  );
});
