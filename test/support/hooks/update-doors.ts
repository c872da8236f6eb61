import type { Door } from './door';
import { type DoorWorld, HTTP } from './door-world';

const REPLACE = 'PUT /records/{collection}/{id}';
const ONE = 'PATCH /records/{collection}/{id}';
const BATCH = 'PATCH /records/{collection}/batch';
const BEFORE = 'on_record_before_update of tasks';
const AFTER = 'on_record_after_update of tasks';
/** An id that no record has. */
const UNKNOWN = '01980000-0000-7000-8000-000000000000';
const CHANGE = { title: 'z' };

const change = (doors: DoorWorld, ids: readonly string[]) =>
  doors.ask('PATCH', '/records/tasks/batch', { records: ids.map((id) => ({ id, data: CHANGE })) });

export const UPDATE_DOORS: readonly Door[] = [
  ...[REPLACE, ONE].map((door): Door => ({
    door,
    what: 'a record',
    status: 200,
    events: { ...HTTP, [BEFORE]: 1, [AFTER]: 1 },
    prepare: async (doors) => {
      const id = await doors.create('tasks', { title: 'a' });
      return () => doors.ask(door.split(' ')[0]!, `/records/tasks/${id}`, CHANGE);
    },
  })),
  {
    door: ONE,
    what: 'a record of another account',
    status: 404,
    events: { ...HTTP, [BEFORE]: 1 },
    prepare: async (doors) => {
      const id = await doors.create('tasks', { title: 'a' }, doors.world.twin);
      return () => doors.ask('PATCH', `/records/tasks/${id}`, CHANGE);
    },
  },
  {
    door: ONE,
    what: 'what cannot be the id of a record',
    status: 404,
    events: { ...HTTP },
    prepare: async (doors) => () => doors.ask('PATCH', '/records/tasks/1', CHANGE),
  },
  {
    door: ONE,
    what: 'a record that was changed since it was read',
    status: 412,
    events: { ...HTTP, [BEFORE]: 1 },
    prepare: async (doors) => {
      const id = await doors.create('tasks', { title: 'a' });
      return () => doors.ask('PATCH', `/records/tasks/${id}`, CHANGE, { headers: { 'if-match': '"99"' } });
    },
  },
  {
    door: ONE,
    what: 'a locked rule',
    status: 403,
    events: { ...HTTP, 'on_record_before_update of logs': 1 },
    prepare: async (doors) => {
      const id = await doors.create('logs', { line: 'a' });
      return () => doors.ask('PATCH', `/records/logs/${id}`, { line: 'b' });
    },
  },
  {
    door: ONE,
    what: 'a hook refuses',
    status: 409,
    events: { ...HTTP, [BEFORE]: 1 },
    prepare: async (doors) => {
      const id = await doors.create('tasks', { title: 'a' });
      doors.refuse('on_record_before_update', 0);
      return () => doors.ask('PATCH', `/records/tasks/${id}`, CHANGE);
    },
  },
  {
    door: BATCH,
    what: 'three records',
    status: 200,
    events: { ...HTTP, [BEFORE]: 3, [AFTER]: 3 },
    prepare: async (doors) => {
      const ids = await doors.tasks();
      return () => change(doors, ids);
    },
  },
  {
    door: BATCH,
    what: 'the same record twice',
    status: 200,
    events: { ...HTTP, [BEFORE]: 2, [AFTER]: 2 },
    prepare: async (doors) => {
      const id = await doors.create('tasks', { title: 'a' });
      return () => change(doors, [id, id]);
    },
  },
  {
    door: BATCH,
    what: 'three records, one of which is not there',
    status: 404,
    events: { ...HTTP, [BEFORE]: 3 },
    prepare: async (doors) => {
      const [first, second] = await doors.tasks();
      return () => change(doors, [first!, UNKNOWN, second!]);
    },
  },
  {
    door: BATCH,
    what: 'three records, the second refused by a hook',
    status: 409,
    events: { ...HTTP, [BEFORE]: 2 },
    prepare: async (doors) => {
      const ids = await doors.tasks();
      doors.refuse('on_record_before_update', 1);
      return () => change(doors, ids);
    },
  },
];
