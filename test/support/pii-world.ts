/** People whose data are masked, and callers of every kind. The twin has the same people, and its owner reads them clear. */
import { addApiKey, addUser } from './insiders';
import type { Answer, Json } from './http';
import { API, type Member } from './member';
import { BULLETS } from './secret-world';
import { createWorld, type World } from './world';

export const PEOPLE = `${API}/records/people`;

const text = (name: string, mask_type?: string, more: object = {}) => ({
  name,
  type: 'text',
  pii: true,
  ...(mask_type === undefined ? {} : { mask_type }),
  ...more,
});

/** Of every mask, and of every type that can have one. */
export const FIELDS = [
  { name: 'title', type: 'text' },
  { name: 'code', type: 'text', unique: true },
  text('person', 'name'),
  { name: 'mail', type: 'email', pii: true, mask_type: 'EMAIL' },
  text('ssn', 'ssn'),
  text('phone', 'phone'),
  text('iban', 'custom', { mask_template: '{first:2}***{last:2}' }),
  text('note'),
  { name: 'site', type: 'url', pii: true, mask_type: 'full' },
  { name: 'salary', type: 'number', pii: true, clear_to: { roles: ['hr'], groups: ['desk'] } },
  { name: 'born', type: 'date', pii: true, mask_type: 'custom', mask_template: '{first:4}-**-**' },
  { name: 'seen', type: 'datetime', pii: true },
  { name: 'vault', type: 'text', encrypted: true },
  { name: 'badge', type: 'computed', return_type: 'text', expression: "concat(person, ' <', mail, '>')" },
  { name: 'pay', type: 'computed', return_type: 'number', expression: 'salary * 12' },
  { name: 'rank', type: 'computed', return_type: 'boolean', expression: 'pay > 100000' },
  { name: 'boss', type: 'reference', collection: 'people', on_delete: 'set_null' },
];

export const CLEAR = {
  person: 'Ada King Lovelace',
  mail: 'ada@acme.example',
  ssn: '123-45-6789',
  phone: '+1 555 123-4567',
  iban: 'DE1234567',
  note: 'quiet😀',
  site: 'https://a.example/',
  salary: 54321,
  born: '1815-12-10',
  seen: '2026-01-31T08:30:00.000Z',
};

/** Of the encrypted field, which nobody reads clear. */
export const SECRET = 'vault-7777';
export const SENT = { ...CLEAR, vault: SECRET };

export const MASKED = {
  person: 'A*** K*** L***',
  mail: 'a***@acme.example',
  ssn: '***-**-****',
  phone: '***-***-4567',
  iban: 'DE***67',
  note: '******',
  site: '******************',
  salary: '*****',
  born: '1815-**-**',
  seen: '************************',
};

/** What is made of those fields, and of which. */
export const MADE = {
  badge: { value: 'Ada King Lovelace <ada@acme.example>', of: 'mail' },
  pay: { value: 651852, of: 'salary' },
  rank: { value: true, of: 'salary' },
};

/** What no answer to those who read the fields masked may hold. */
export const SECRETS = [
  'Lovelace',
  'ada@',
  '123-45',
  '555',
  'DE1234567',
  'quiet',
  'a.example/',
  '54321',
  '651852',
  '1815-12',
];

export interface Caller {
  readonly token?: string;
  /** Whose records. */
  readonly owner: 'acme' | 'twin';
  /** The masked fields that they read clear. */
  readonly clear: 'all' | 'salary' | 'none';
}

export interface PiiWorld extends World {
  readonly callers: Readonly<Record<string, Caller>>;
  /** The people of each account, who report to each other in this order. */
  readonly people: Readonly<Record<'acme' | 'twin', readonly [first: string, second: string]>>;
  readonly user: Member;
  asRoot(method: string, path: string, body?: unknown): Promise<Answer>;
  /** In the account whose people they read. */
  call(caller: Caller, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** As a superadmin reads it. */
  stored(id: string): Promise<Json>;
}

export async function createPiiWorld(log?: (line: string) => void): Promise<PiiWorld> {
  const world = await createWorld({ SNACKBASE_LOG_LEVEL: 'info' }, log);
  const { http, superadmin, acme, twin } = world;
  const asRoot: PiiWorld['asRoot'] = (method, path, body) =>
    http.call(method, `${API}${path}`, { token: superadmin.token, ...(body === undefined ? {} : { body }) });
  const rules = { list_rule: '', view_rule: '', create_rule: '', update_rule: '' };
  await world.define('people', FIELDS, rules);
  const hr = await asRoot('POST', '/roles', { name: 'hr' });

  const people = { acme: await fill(world, acme), twin: await fill(world, twin) };
  const user = await addUser(world, acme, 'user@acme.example');
  const trusted = await addUser(world, acme, 'trusted@acme.example');
  const clerk = await addUser(world, acme, 'clerk@acme.example');
  const groups = await http.get(`${API}/groups?search=pii_access`, { token: acme.token });
  await join(world, groups.body.items[0].id, trusted);
  const desk = await http.post(`${API}/groups`, { name: 'desk' }, { token: acme.token });
  await join(world, desk.body.id, clerk);

  const member = (of: Member, clear: Caller['clear'] = 'none'): Caller => ({ token: of.token, owner: 'acme', clear });
  const callers: Record<string, Caller> = {
    anonymous: { owner: 'acme', clear: 'none' },
    user: member(user),
    admin: member(await addUser(world, acme, 'admin@acme.example', { roleId: 1 })),
    'an API key of the user': { ...member(user), token: await addApiKey(world, user) },
    'somebody with a role of the field': member(
      await addUser(world, acme, 'hr@acme.example', { roleId: hr.body.id }),
      'salary',
    ),
    'somebody in a group of the field': member(clerk, 'salary'),
    'a member of pii_access': member(trusted, 'all'),
    'an API key of that member': { ...member(trusted, 'all'), token: await addApiKey(world, trusted) },
    'who registered the account': member(acme, 'all'),
    superadmin: member(superadmin, 'all'),
    'a user of the twin': { ...member(await addUser(world, twin, 'user@twin.example')), owner: 'twin' },
    'who registered the twin': { ...member(twin, 'all'), owner: 'twin' },
  };
  return {
    ...world,
    callers,
    people,
    user,
    asRoot,
    call: ({ token, owner }, method, path, body, headers) =>
      http.call(method, path, {
        ...(token === undefined ? {} : { token }),
        ...(body === undefined ? {} : { body }),
        headers: { 'X-Account-ID': world[owner].slug, ...headers },
      }),
    stored: async (id) => (await asRoot('GET', `/records/people/${id}`)).body,
  };
}

async function fill({ http }: World, { token }: Member): Promise<[string, string]> {
  const first = await http.post(PEOPLE, { title: 'first', ...SENT }, { token });
  const second = await http.post(PEOPLE, { title: 'second', ...SENT, boss: first.body.id }, { token });
  if (second.status !== 201) throw new Error(`people: ${second.text}`);
  return [first.body.id, second.body.id];
}

async function join({ http, acme }: World, group: string, { userId }: Member): Promise<void> {
  const { status, text } = await http.post(`${API}/groups/${group}/users`, { user_id: userId }, { token: acme.token });
  if (status !== 201) throw new Error(`group: ${text}`);
}

/** Whether the caller reads the field as it is. */
export function readsClear({ clear }: Caller, field: string): boolean {
  return clear === 'all' || clear === field;
}

/** What the caller reads of a person. */
export function read({ clear }: Caller): Readonly<Record<string, unknown>> {
  const values = clear === 'all' ? CLEAR : clear === 'salary' ? { ...MASKED, salary: CLEAR.salary } : MASKED;
  return { ...values, vault: BULLETS };
}
