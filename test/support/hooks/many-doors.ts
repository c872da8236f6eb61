/** Changes of many rows: each record has the events of a single change. */
import type { Door } from './door';
import { type DoorWorld, done, HTTP } from './door-world';

const UPSERT = 'PUT /records/{collection}/batch';
const UPDATE = 'PATCH /records/{collection}';
const DELETE = 'DELETE /records/{collection}';
const SEVERAL = 'POST /batch';
const ON = {
  creating: 'on_record_before_create of tasks',
  created: 'on_record_after_create of tasks',
  updating: 'on_record_before_update of tasks',
  updated: 'on_record_after_update of tasks',
  deleting: 'on_record_before_delete of tasks',
  deleted: 'on_record_after_delete of tasks',
  listing: 'on_record_before_query of tasks',
};

let made = 0;

/** Of a title that no other task has. */
async function titled(doors: DoorWorld, count: number): Promise<string> {
  const title = `many-${(made += 1)}`;
  for (let each = 0; each < count; each += 1) await doors.create('tasks', { title });
  return encodeURIComponent(`title = '${title}'`);
}

const upsert = (doors: DoorWorld, ...codes: string[]) =>
  doors.ask('PUT', '/records/tasks/batch?on=code', { records: codes.map((code) => ({ title: 'a', code })) });

export const MANY_DOORS: readonly Door[] = [
  {
    door: UPSERT,
    what: 'one that is there, and two that are not',
    status: 200,
    events: { ...HTTP, [ON.updating]: 1, [ON.updated]: 1, [ON.creating]: 2, [ON.created]: 2 },
    prepare: async (doors) => {
      await doors.create('tasks', { title: 'a', code: 'm1' });
      return () => upsert(doors, 'm0', 'm1', 'm2');
    },
  },
  {
    door: UPSERT,
    what: 'a key that is none',
    status: 400,
    events: { ...HTTP },
    prepare: async (doors) => () => doors.ask('PUT', '/records/tasks/batch?on=title', { records: [{ title: 'a' }] }),
  },
  {
    door: UPSERT,
    what: 'two records, the new one refused by a hook',
    status: 409,
    events: { ...HTTP, [ON.updating]: 1, [ON.creating]: 1 },
    prepare: async (doors) => {
      await doors.create('tasks', { title: 'a', code: 'm4' });
      doors.refuse('on_record_before_create', 0);
      return () => upsert(doors, 'm3', 'm4');
    },
  },
  {
    door: UPDATE,
    what: 'three records',
    status: 200,
    events: { ...HTTP, [ON.listing]: 1, [ON.updating]: 3, [ON.updated]: 3 },
    prepare: async (doors) => {
      const filter = await titled(doors, 3);
      return () => doors.ask('PATCH', `/records/tasks?filter=${filter}&expect=3`, { title: 'z' });
    },
  },
  {
    door: UPDATE,
    what: 'three records, counted only',
    status: 200,
    events: { ...HTTP, [ON.listing]: 1 },
    prepare: async (doors) => {
      const filter = await titled(doors, 3);
      return () => doors.ask('PATCH', `/records/tasks?filter=${filter}&dry_run=true`, { title: 'z' });
    },
  },
  {
    door: UPDATE,
    what: 'another number than expected',
    status: 409,
    events: { ...HTTP, [ON.listing]: 1 },
    prepare: async (doors) => {
      const filter = await titled(doors, 3);
      return () => doors.ask('PATCH', `/records/tasks?filter=${filter}&expect=2`, { title: 'z' });
    },
  },
  {
    door: UPDATE,
    what: 'three records, the second refused by a hook',
    status: 409,
    events: { ...HTTP, [ON.listing]: 1, [ON.updating]: 2 },
    prepare: async (doors) => {
      const filter = await titled(doors, 3);
      doors.refuse('on_record_before_update', 1);
      return () => doors.ask('PATCH', `/records/tasks?filter=${filter}&expect=3`, { title: 'z' });
    },
  },
  {
    door: DELETE,
    what: 'a record, and another that goes with it',
    status: 200,
    events: { ...HTTP, [ON.listing]: 1, [ON.deleting]: 1, [ON.deleted]: 1, [`${ON.deleted} by cascade`]: 1 },
    prepare: async (doors) => {
      const parent = await doors.create('tasks', { title: 'a' });
      await doors.create('tasks', { title: 'b', parent });
      return () => doors.ask('DELETE', `/records/tasks?filter=id = '${parent}'&expect=1`);
    },
  },
  {
    door: SEVERAL,
    what: 'a record of each kind of change, and of another collection',
    status: 200,
    events: {
      ...HTTP,
      'on_record_before_create of people': 1,
      'on_record_after_create of people': 1,
      [ON.creating]: 1,
      [ON.created]: 1,
      [ON.updating]: 1,
      [ON.updated]: 1,
      [ON.deleting]: 1,
      [ON.deleted]: 1,
    },
    prepare: async (doors) => {
      const [changed, removed] = await doors.tasks();
      return () =>
        doors.ask('POST', '/batch', {
          operations: [
            { op: 'create', collection: 'people', data: { name: 'a' } },
            { op: 'create', collection: 'tasks', data: { title: 'a', owner: { $ref: 0 } } },
            { op: 'update', collection: 'tasks', id: changed, data: { title: 'b' } },
            { op: 'delete', collection: 'tasks', id: removed },
          ],
        });
    },
  },
  {
    door: SEVERAL,
    what: 'an operation that cannot be read',
    status: 422,
    events: { ...HTTP },
    prepare: async (doors) => () =>
      doors.ask('POST', '/batch', { operations: [{ op: 'create', collection: 'tasks' }, {}] }),
  },
  {
    door: SEVERAL,
    what: 'a record that is refused once it is written, after hooks have heard of all',
    status: 404,
    events: { ...HTTP, [ON.creating]: 1, [ON.deleting]: 1 },
    prepare: async (doors) => {
      const { id } = done(await doors.ask('POST', '/records/logs', { line: 'a' })).body;
      return () =>
        doors.ask('POST', '/batch', {
          operations: [
            { op: 'create', collection: 'tasks', data: { title: 'a' } },
            { op: 'delete', collection: 'tasks', id },
          ],
        });
    },
  },
];
