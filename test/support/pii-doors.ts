/** Who comes to personal data, and by which doors. */
import { newId } from '#domain/kernel/ids';
import type { Answer, Json } from './http';
import { API } from './member';
import { type Caller, PEOPLE, type PiiWorld, SENT } from './pii-world';

/** The callers of the world. */
export const CALLERS = [
  'anonymous',
  'user',
  'admin',
  'an API key of the user',
  'somebody with a role of the field',
  'somebody in a group of the field',
  'a member of pii_access',
  'an API key of that member',
  'who registered the account',
  'superadmin',
  'a user of the twin',
  'who registered the twin',
];
const second = ({ people }: PiiWorld, { owner }: Caller): string => people[owner][1];

type Door = (world: PiiWorld, caller: Caller) => Promise<Answer>;
const upsert = (world: PiiWorld, caller: Caller, code: string): Promise<Answer> =>
  world.call(caller, 'PUT', `${PEOPLE}/batch?on=code`, { records: [{ title: 'new', code, ...SENT }] });

/** `{id}`: of the person who is asked for. */
export const getter =
  (path: string): Door =>
  (world, caller) =>
    world.call(caller, 'GET', `${API}/records/${path.replace('{id}', second(world, caller))}`);

/** Where in the answer the person is. */
export const SHOWING: readonly (readonly [door: string, call: Door, at: (body: Json) => Json])[] = [
  ['list', getter('people?title=second'), (body) => body.items[0]],
  ['list of all members', getter('people?title=second&fields=*'), (body) => body.items[0]],
  ['list of named members', getter(`people?title=second&fields=${Object.keys(SENT).join()}`), (body) => body.items[0]],
  ['page of a cursor', getter('people?title=second&cursor=&sort=title'), (body) => body.items[0]],
  ['record', getter('people/{id}'), (body) => body],
  ['W-01: expanded record', getter('people/{id}?expand=boss'), (body) => body.boss],
  [
    'W-01: expanded back-relation',
    getter('people?title=second&expand=boss.people_via_boss'),
    (body) => body.items[0].boss.people_via_boss.find((person: Json) => person.title === 'second'),
  ],
  ['W-01: expanded record of a list', getter('people?title=second&expand=boss'), (body) => body.items[0].boss],
  [
    'what was created',
    (world, caller) => world.call(caller, 'POST', PEOPLE, { title: 'new', ...SENT }),
    (body) => body,
  ],
  [
    'a batch that was created',
    (world, caller) => world.call(caller, 'POST', `${PEOPLE}/batch`, { records: [{ title: 'new', ...SENT }] }),
    (body) => body.created[0],
  ],
  [
    'what was changed',
    (world, caller) => world.call(caller, 'PATCH', `${PEOPLE}/${second(world, caller)}`, { title: 'second' }),
    (body) => body,
  ],
  [
    'what was changed to the same values',
    (world, caller) => world.call(caller, 'PUT', `${PEOPLE}/${second(world, caller)}`, SENT),
    (body) => body,
  ],
  [
    'a batch that was changed',
    (world, caller) => {
      const records = [{ id: second(world, caller), data: { title: 'second' } }];
      return world.call(caller, 'PATCH', `${PEOPLE}/batch`, { records });
    },
    (body) => body.updated[0],
  ],
  [
    'what was created among several collections',
    (world, caller) => {
      const operations = [{ op: 'create', collection: 'people', data: { title: 'new', ...SENT } }];
      return world.call(caller, 'POST', `${API}/batch`, { operations });
    },
    (body) => body.results[0].record,
  ],
  [
    'what was changed among several collections',
    (world, caller) => {
      const operations = [{ op: 'update', collection: 'people', id: second(world, caller), data: { title: 'second' } }];
      return world.call(caller, 'POST', `${API}/batch`, { operations });
    },
    (body) => body.results[0].record,
  ],
  ['what was created by its key', (world, caller) => upsert(world, caller, newId()), (body) => body.created[0]],
  [
    'what was changed by its key',
    async (world, caller) => {
      const code = newId();
      await upsert(world, caller, code);
      return upsert(world, caller, code);
    },
    (body) => body.updated[0],
  ],
];

/** Doors that name the field for something else than showing it, reads unless they say so; `{value}` is what it has. */
export const NAMING: readonly (readonly [door: string, path: string])[] = [
  ['filter', 'people?filter={name} = {value}'],
  ['filter inside of a condition', 'people?filter=title = "second" and ({name} = null or title != "x")'],
  ['filter by a range', 'people?filter={name} > {value}'],
  ['equality', 'people?{name}={plain}'],
  ['sort', 'people?sort=-{name}'],
  ['cursor', 'people?sort={name}&cursor='],
  ['filter by a relation', 'people?filter=boss.{name} = {value}'],
  ['filter by a back-relation', 'people?filter=people_via_boss.{name} = {value}'],
  ['largest value of a back-relation', 'people?filter=max(people_via_boss.{name}) = {value}'],
  ['count of values of a back-relation', 'people?filter=count(people_via_boss.{name}) > 0'],
  ['sort by a relation', 'people?sort=boss.{name}'],
  ['sort by a back-relation', 'people?sort=-count(people_via_boss.{name})&cursor='],
  ['B4: group by a back-relation', 'people/aggregate?functions=count()&group_by=count(people_via_boss.{name})'],
  ['B4: function of a back-relation', 'people/aggregate?functions=sum(count(people_via_boss.{name}))'],
  ['count', 'people/count?filter={name} = {value}'],
  ['B4: group', 'people/aggregate?functions=count()&group_by={name}'],
  ['B4: group by a relation', 'people/aggregate?functions=count()&group_by=boss.{name}'],
  ['B4: count of different values', 'people/aggregate?functions=count(distinct {name})'],
  ['change by filter', 'PATCH people?filter={name} = {value}&dry_run=true'],
  ['change by filter of a relation', 'PATCH people?filter=boss.{name} = {value}&dry_run=true'],
  ['B4: smallest value', 'people/aggregate?functions=min({name})'],
];
/** What most callers try the doors with; the others try them with every field. */
export const SOME = ['mail', 'salary', 'vault'];
export const THOROUGH = ['anonymous', 'somebody with a role of the field', 'a member of pii_access'];
