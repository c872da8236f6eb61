import type { Door } from './door';
import { type DoorWorld, HTTP } from './door-world';

const ONE = 'DELETE /records/{collection}/{id}';
const BATCH = 'DELETE /records/{collection}/batch';
const BEFORE_TASK = 'on_record_before_delete of tasks';
const AFTER_TASK = 'on_record_after_delete of tasks';
const BEFORE_PERSON = 'on_record_before_delete of people';
const AFTER_PERSON = 'on_record_after_delete of people';

const remove = (doors: DoorWorld, collection: string, id: string) =>
  doors.ask('DELETE', `/records/${collection}/${id}`);
const removeAll = (doors: DoorWorld, ids: readonly string[]) => doors.ask('DELETE', '/records/tasks/batch', { ids });

export const DELETE_DOORS: readonly Door[] = [
  {
    door: ONE,
    what: 'a record',
    status: 204,
    events: { ...HTTP, [BEFORE_TASK]: 1, [AFTER_TASK]: 1 },
    prepare: async (doors) => {
      const id = await doors.create('tasks', { title: 'a' });
      return () => remove(doors, 'tasks', id);
    },
  },
  {
    door: ONE,
    what: 'a record that takes others along: they are told of alone, and as what they are',
    status: 204,
    events: { ...HTTP, [BEFORE_PERSON]: 1, [AFTER_PERSON]: 1, 'on_record_after_delete of tasks by cascade': 3 },
    prepare: async (doors) => {
      const owner = await doors.create('people', {});
      const parent = await doors.create('tasks', { title: 'a', owner });
      await doors.create('tasks', { title: 'b', owner, parent });
      await doors.create('tasks', { title: 'c', parent });
      return () => remove(doors, 'people', owner);
    },
  },
  {
    door: ONE,
    what: 'a record that others refer to: each is told of once, however many of its fields are cleared',
    status: 204,
    events: { ...HTTP, [BEFORE_PERSON]: 1, [AFTER_PERSON]: 1, 'on_record_after_update of tasks by cascade': 2 },
    prepare: async (doors) => {
      const id = await doors.create('people', {});
      await doors.create('tasks', { title: 'a', reviewer: id, watchers: [id] });
      await doors.create('tasks', { title: 'b', watchers: [await doors.create('people', {}), id] });
      return () => remove(doors, 'people', id);
    },
  },
  {
    door: ONE,
    what: 'a record that another one needs',
    status: 409,
    events: { ...HTTP, [BEFORE_PERSON]: 1 },
    prepare: async (doors) => {
      const auditor = await doors.create('people', {});
      await doors.create('tasks', { title: 'a', auditor });
      return () => remove(doors, 'people', auditor);
    },
  },
  {
    door: ONE,
    what: 'a record that takes others along, refused by a hook',
    status: 409,
    events: { ...HTTP, [BEFORE_PERSON]: 1 },
    prepare: async (doors) => {
      const owner = await doors.create('people', {});
      await doors.create('tasks', { title: 'a', owner });
      doors.refuse('on_record_before_delete', 0);
      return () => remove(doors, 'people', owner);
    },
  },
  {
    door: BATCH,
    what: 'three records',
    status: 200,
    events: { ...HTTP, [BEFORE_TASK]: 3, [AFTER_TASK]: 3 },
    prepare: async (doors) => {
      const ids = await doors.tasks();
      return () => removeAll(doors, ids);
    },
  },
  {
    door: BATCH,
    what: 'the same record twice, which is once',
    status: 200,
    events: { ...HTTP, [BEFORE_TASK]: 1, [AFTER_TASK]: 1 },
    prepare: async (doors) => {
      const id = await doors.create('tasks', { title: 'a' });
      return () => removeAll(doors, [id, id]);
    },
  },
  {
    door: BATCH,
    what: 'a record and one that would go with it: both are named',
    status: 200,
    events: { ...HTTP, [BEFORE_TASK]: 2, [AFTER_TASK]: 2 },
    prepare: async (doors) => {
      const parent = await doors.create('tasks', { title: 'a' });
      const child = await doors.create('tasks', { title: 'b', parent });
      return () => removeAll(doors, [parent, child]);
    },
  },
  {
    door: BATCH,
    what: 'three records, the last refused by a hook',
    status: 409,
    events: { ...HTTP, [BEFORE_TASK]: 3 },
    prepare: async (doors) => {
      const ids = await doors.tasks();
      doors.refuse('on_record_before_delete', 2);
      return () => removeAll(doors, ids);
    },
  },
];
