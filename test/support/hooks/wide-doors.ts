/** What is done to many records at once has events of its own kind, and none for each record. */
import { DELETE_ACCOUNT } from '#application/accounts/delete-account';
import { eventually } from '../eventually';
import { jobsOf } from '../jobs';
import type { Door } from './door';
import { type DoorWorld, done } from './door-world';

const FIELDS = [
  { name: 'line', type: 'text' },
  { name: 'filled', type: 'text', default: 'x' },
];

const asOperator = ({ world }: DoorWorld) => ({ token: world.superadmin.token });

export const WIDE_DOORS: readonly Door[] = [
  ...['PUT', 'PATCH'].map((method): Door => ({
    door: `${method} /collections/{id}`,
    what: 'a new field that its records get a value of',
    status: 200,
    events: {},
    prepare: async (doors) => {
      const path = await doors.collection(3);
      return () => doors.ask(method, path, { fields: FIELDS, confirm: true }, asOperator(doors));
    },
  })),
  {
    door: 'DELETE /collections/{id}',
    what: 'a collection with records',
    status: 200,
    events: {},
    prepare: async (doors) => {
      const path = await doors.collection(3);
      return () => doors.ask('DELETE', path, undefined, asOperator(doors));
    },
  },
  {
    door: 'DELETE /accounts/{id}',
    what: 'an account with records, until the job has ended',
    status: 204,
    events: {},
    prepare: async (doors) => {
      const account = await doors.world.register('brief');
      const owner = await doors.create('people', {}, account);
      await doors.create('tasks', { title: 'a', owner, watchers: [owner] }, account);
      const path = `/accounts/${account.accountId}`;
      return async () => {
        const answer = done(await doors.ask('DELETE', path, undefined, asOperator(doors)));
        const { app } = doors.world.server;
        await eventually(async () => (await jobsOf(app, DELETE_ACCOUNT))[0]?.status === 'completed');
        return answer;
      };
    },
  },
];
