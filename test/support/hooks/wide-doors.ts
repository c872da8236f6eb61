/** What is done to many records at once has events of its own kind, and none for each record. */
import { DELETE_ACCOUNT } from '#application/accounts/delete-account';
import { eventually } from '../eventually';
import { jobsOf } from '../jobs';
import type { Door } from './door';
import type { Counts } from './event-recorder';
import { type DoorWorld, done, HTTP } from './door-world';

const FIELDS = [
  { name: 'line', type: 'text' },
  { name: 'filled', type: 'text', default: 'x' },
];

const asOperator = ({ operator }: DoorWorld) => operator;

const ofCollection = (op: 'create' | 'update' | 'delete'): Counts => ({
  [`on_collection_before_${op} of brief`]: 1,
  [`on_collection_after_${op} of brief`]: 1,
  [`on_model_before_${op} of collections`]: 1,
  [`on_model_after_${op} of collections`]: 1,
});

export const WIDE_DOORS: readonly Door[] = [
  {
    door: 'POST /collections',
    what: 'a collection',
    status: 201,
    events: { ...HTTP, ...ofCollection('create') },
    prepare: async (doors) => {
      await doors.drop('brief');
      return () => doors.ask('POST', '/collections', { name: 'brief', fields: FIELDS }, asOperator(doors));
    },
  },
  ...['PUT', 'PATCH'].map((method): Door => ({
    door: `${method} /collections/{id}`,
    what: 'a new field that its records get a value of',
    status: 200,
    events: { ...HTTP, ...ofCollection('update') },
    prepare: async (doors) => {
      const path = await doors.collection(3);
      return () => doors.ask(method, path, { fields: FIELDS, confirm: true }, asOperator(doors));
    },
  })),
  {
    door: 'DELETE /collections/{id}',
    what: 'a collection with records',
    status: 200,
    events: { ...HTTP, ...ofCollection('delete') },
    prepare: async (doors) => {
      const path = await doors.collection(3);
      return () => doors.ask('DELETE', path, { confirm: true }, asOperator(doors));
    },
  },
  {
    door: 'DELETE /accounts/{id}',
    what: 'an account with records, until the job has ended',
    status: 204,
    events: { ...HTTP, 'on_model_before_delete of accounts': 1, 'on_model_after_delete of accounts': 1 },
    prepare: async (doors) => {
      const account = { name: 'Brief', slug: 'brief' };
      const { id } = done(await doors.ask('POST', '/accounts', account, asOperator(doors))).body;
      const inAccount = { ...asOperator(doors), headers: { 'X-Account-ID': id } };
      const owner = done(await doors.ask('POST', '/records/people', {}, inAccount)).body.id;
      done(await doors.ask('POST', '/records/tasks', { title: 'a', owner, watchers: [owner] }, inAccount));
      const path = `/accounts/${id}`;
      return async () => {
        const answer = done(await doors.ask('DELETE', path, undefined, asOperator(doors)));
        const { app } = doors.world.server;
        await eventually(async () => (await jobsOf(app, DELETE_ACCOUNT))[0]?.status === 'completed');
        return answer;
      };
    },
  },
];
