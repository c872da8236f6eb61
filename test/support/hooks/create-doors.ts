import { randomUUID } from 'node:crypto';
import type { Door } from './door';
import { type DoorWorld, HTTP } from './door-world';

const ONE = 'POST /records/{collection}';
const BATCH = 'POST /records/{collection}/batch';
const BEFORE = 'on_record_before_create of tasks';
const AFTER = 'on_record_after_create of tasks';

const create = (doors: DoorWorld, body: unknown, more = {}) => doors.ask('POST', '/records/tasks', body, more);
const createAll = (doors: DoorWorld, ...records: unknown[]) => doors.ask('POST', '/records/tasks/batch', { records });

export const CREATE_DOORS: readonly Door[] = [
  {
    door: ONE,
    what: 'a record',
    status: 201,
    events: { ...HTTP, [BEFORE]: 1, [AFTER]: 1 },
    prepare: async (doors) => () => create(doors, { title: 'a' }),
  },
  {
    door: ONE,
    what: 'by a superadmin for an account',
    status: 201,
    events: { ...HTTP, [BEFORE]: 1, [AFTER]: 1 },
    prepare: async (doors) => {
      const { acme, superadmin } = doors.world;
      return () => create(doors, { title: 'a', account_id: acme.accountId }, { token: superadmin.token });
    },
  },
  {
    door: ONE,
    what: 'a value that the field does not take',
    status: 422,
    events: { ...HTTP, [BEFORE]: 1 },
    prepare: async (doors) => () => create(doors, { title: 7 }),
  },
  {
    door: ONE,
    what: 'a value that is taken, which the database finds',
    status: 409,
    events: { ...HTTP, [BEFORE]: 1 },
    prepare: async (doors) => {
      const code = randomUUID();
      await doors.create('tasks', { title: 'a', code });
      return () => create(doors, { title: 'b', code });
    },
  },
  {
    door: ONE,
    what: 'a credential that does not hold',
    status: 401,
    events: {},
    prepare: async (doors) => () => create(doors, { title: 'a' }, { token: 'nobody' }),
  },
  {
    door: ONE,
    what: 'no collection',
    status: 404,
    events: { ...HTTP },
    prepare: async (doors) => () => doors.ask('POST', '/records/nothing', { title: 'a' }),
  },
  {
    door: ONE,
    what: 'a hook refuses',
    status: 409,
    events: { ...HTTP, [BEFORE]: 1 },
    prepare: async (doors) => {
      doors.refuse('on_record_before_create', 0);
      return () => create(doors, { title: 'a' });
    },
  },
  {
    door: ONE,
    what: 'the same Idempotency-Key again',
    status: 201,
    events: { ...HTTP, [BEFORE]: 1 },
    prepare: async (doors) => {
      const more = { headers: { 'idempotency-key': randomUUID() } };
      await create(doors, { title: 'a' }, more);
      return () => create(doors, { title: 'a' }, more);
    },
  },
  {
    door: ONE,
    what: 'a hook that writes another record',
    status: 201,
    events: {
      ...HTTP,
      [BEFORE]: 1,
      [AFTER]: 1,
      'on_record_before_create of logs': 1,
      'on_record_after_create of logs': 1,
    },
    prepare: async (doors) => {
      doors.hook('on_record_after_create', async ({ collection, records }) => {
        if (collection === 'tasks') await records.create('logs', { line: 'a task' });
      });
      return () => create(doors, { title: 'a' });
    },
  },
  {
    door: BATCH,
    what: 'three records',
    status: 201,
    events: { ...HTTP, [BEFORE]: 3, [AFTER]: 3 },
    prepare: async (doors) => () => createAll(doors, { title: 'a' }, { title: 'b' }, { title: 'c' }),
  },
  {
    door: BATCH,
    what: 'three records, the last of no use',
    status: 422,
    events: { ...HTTP, [BEFORE]: 3 },
    prepare: async (doors) => () => createAll(doors, { title: 'a' }, { title: 'b' }, { title: 7 }),
  },
  {
    door: BATCH,
    what: 'three records, one of which is none',
    status: 422,
    events: { ...HTTP, [BEFORE]: 2 },
    prepare: async (doors) => () => createAll(doors, { title: 'a' }, 'b', { title: 'c' }),
  },
  {
    door: BATCH,
    what: 'three records, the second refused by a hook',
    status: 409,
    events: { ...HTTP, [BEFORE]: 2 },
    prepare: async (doors) => {
      doors.refuse('on_record_before_create', 1);
      return () => createAll(doors, { title: 'a' }, { title: 'b' }, { title: 'c' });
    },
  },
];
