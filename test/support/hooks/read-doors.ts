import type { Door } from './door';
import { HTTP } from './door-world';

const QUERY = { 'on_record_before_query of tasks': 1, 'on_record_after_query of tasks': 1 };

export const READ_DOORS: readonly Door[] = [
  {
    door: 'GET /records/{collection}',
    what: 'a page',
    status: 200,
    events: { ...HTTP, ...QUERY },
    prepare: async (doors) => () => doors.ask('GET', '/records/tasks?limit=2'),
  },
  {
    door: 'GET /records/{collection}',
    what: 'a filter that cannot be read',
    status: 400,
    events: { ...HTTP, 'on_record_before_query of tasks': 1 },
    prepare: async (doors) => () => doors.ask('GET', '/records/tasks?filter=%26%26'),
  },
  {
    door: 'GET /records/{collection}/{id}',
    what: 'a record',
    status: 200,
    events: { ...HTTP, ...QUERY },
    prepare: async (doors) => {
      const id = await doors.create('tasks', { title: 'a' });
      return () => doors.ask('GET', `/records/tasks/${id}`);
    },
  },
  {
    door: 'GET /records/{collection}/{id}',
    what: 'a record of another account',
    status: 404,
    events: { ...HTTP, 'on_record_before_query of tasks': 1 },
    prepare: async (doors) => {
      const id = await doors.create('tasks', { title: 'a' }, doors.world.twin);
      return () => doors.ask('GET', `/records/tasks/${id}`);
    },
  },
];
