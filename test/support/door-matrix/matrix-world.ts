/** A collection for each rule, with a field of each kind, and callers of every kind; both accounts have the same records. */
import type { Answer, Json } from '../http';
import { addUser } from '../insiders';
import { API, type Member } from '../member';
import { createWorld, type World } from '../world';
import {
  ACCOUNTS,
  type CallerName,
  type Field,
  HOME,
  type Label,
  LABELS,
  OWNERS,
  type Rule,
  RULES,
  valueOf,
} from './facts';

const TEXTS: Readonly<Record<Rule, string | null>> = {
  locked: null,
  open: '',
  owner: 'owner = @request.auth.id',
  relation: 'parent.owner = @request.auth.id',
};
/** The json field that holds the values of the field as well. */
export function boxOf(field: Field): string {
  return `${field}_box`;
}

const FIELDS = [
  { name: 'plain', type: 'text', unique: true },
  { name: 'denied', type: 'text', unique: true, access: { read: '@has_role("auditor")', write: '' } },
  { name: 'masked', type: 'text', unique: true, pii: true, mask_type: 'full' },
  { name: 'secret', type: 'text', encrypted: true },
  { name: 'made', type: 'computed', return_type: 'text', expression: "concat('<', plain, '>')" },
  { name: boxOf('plain'), type: 'json' },
  { name: boxOf('denied'), type: 'json', access: { read: '@has_role("auditor")', write: '' } },
  { name: boxOf('secret'), type: 'json', encrypted: true },
  { name: 'owner', type: 'text' },
  { name: 'note', type: 'text' },
  { name: 'parent', type: 'reference', collection: 'parents', on_delete: 'set_null' },
  { name: 'root', type: 'reference', collection: 'roots', on_delete: 'set_null' },
];
/** Personal data and computed fields are never json. */
export const BOXED: readonly Field[] = ['plain', 'denied', 'secret'];
const OPEN = { list_rule: '', view_rule: '', create_rule: null, update_rule: null, delete_rule: null };
const LOCKED = { ...OPEN, list_rule: null, view_rule: null };

export const collectionOf = (rule: Rule): string => `${rule}_things`;
export const backTo = (rule: Rule): string => `${collectionOf(rule)}_via_root`;
export const targetOf = (rule: Rule): string => `to_${rule}`;

/** Fields of the roots, as many as a collection can have: each has the value of the thing that refers to the root. */
const COUNTED: readonly (readonly [Rule, Field])[] = RULES.flatMap((rule) =>
  (rule === 'locked' ? (['plain'] as const) : (['plain', 'denied', 'masked'] as const)).map(
    (field) => [rule, field] as const,
  ),
);
export const countedAs = (rule: Rule, field: Field): string => `${rule}_${field}`;
export const isCounted = (rule: Rule, field: Field): boolean =>
  COUNTED.some(([of, name]) => of === rule && name === field);

export class MatrixWorld {
  private constructor(
    private readonly world: World,
    /** Whose credential each caller has; the stranger has none. */
    private readonly tokens: Readonly<Partial<Record<CallerName, string>>>,
    /** By caller, what `owner` has of their records. */
    readonly owners: Readonly<Record<CallerName, string>>,
    private readonly ids: ReadonlyMap<string, string>,
  ) {}

  static async create(): Promise<MatrixWorld> {
    const world = await createWorld();
    await world.http.post(`${API}/roles`, { name: 'auditor' }, { token: world.superadmin.token });
    await world.define('parents', [{ name: 'owner', type: 'text' }], LOCKED);
    await world.define('roots', [{ name: 'label', type: 'text' }], OPEN);
    for (const rule of RULES) {
      const text = TEXTS[rule];
      const rules = { list_rule: text, view_rule: text, create_rule: text, update_rule: text, delete_rule: text };
      await world.define(collectionOf(rule), FIELDS, rules);
    }
    await addCounted(world);
    const targets = RULES.map((rule) => ({
      name: targetOf(rule),
      type: 'reference',
      collection: collectionOf(rule),
      on_delete: 'set_null',
    }));
    await world.define('holders', [{ name: 'label', type: 'text' }, ...targets], OPEN);
    const members: Readonly<Record<Exclude<CallerName, 'anonymous' | 'scoped key'>, Member>> = {
      user: await addUser(world, world.acme, 'user@acme.example'),
      'user of another account': await addUser(world, world.twin, 'user@twin.example'),
      admin: await addUser(world, world.acme, 'admin@acme.example', { roleId: 1 }),
      superadmin: world.superadmin,
    };
    const { user, admin } = members;
    const ids = Object.entries({ ...members, anonymous: user, 'scoped key': admin });
    const owners = Object.fromEntries(ids.map(([name, { userId }]) => [name, userId])) as Record<CallerName, string>;
    const tokens = Object.fromEntries(Object.entries(members).map(([name, { token }]) => [name, token]));
    const key = await keyOf(world, admin);
    return new MatrixWorld(world, { ...tokens, 'scoped key': key }, owners, await fill(world, owners));
  }

  /** As the caller, in the account whose data they look at. */
  call(caller: CallerName, method: string, path: string, body?: unknown): Promise<Answer> {
    const token = this.tokens[caller];
    return this.world.http.call(method, encodeURI(path.startsWith('/openapi') ? path : API + path), {
      ...(token === undefined ? {} : { token }),
      ...(body === undefined ? {} : { body }),
      headers: { 'X-Account-ID': this.world[HOME[caller]].slug },
    });
  }

  /** Of acme's record, whoever asks. */
  idOf(rule: Rule, label: Label): string {
    return this.ids.get(`acme ${rule} ${label}`)!;
  }

  /** Which of acme's records has the id. */
  labelOf(id: string): Label {
    return [...this.ids].find(([, known]) => known === id)![0].split(' ')[2] as Label;
  }

  /** The parent whose owner the caller is, in their account. */
  parentOf(caller: CallerName): string {
    return this.ids.get(`${HOME[caller]} parent ${this.owners[caller]}`)!;
  }

  close(): Promise<void> {
    return this.world.close();
  }
}

async function addCounted({ http, superadmin: { token } }: World): Promise<void> {
  const { id, fields } = (await http.get(`${API}/collections?search=roots`, { token })).body.items[0];
  const added = COUNTED.map(([rule, field]) => {
    const expression = `max(${backTo(rule)}.${field})`;
    return { name: countedAs(rule, field), type: 'computed', return_type: 'text', expression };
  });
  const { status, text } = await http.put(`${API}/collections/${id}`, { fields: [...fields, ...added] }, { token });
  if (status !== 200) throw new Error(text);
}

async function keyOf({ http }: World, { token }: Member): Promise<string> {
  const readable = [...RULES.map(collectionOf), 'holders', 'roots'];
  const scopes = [...readable.map((name) => `${name}:read`), 'records:secrets:read'];
  const { body, status, text } = await http.post(`${API}/admin/api-keys`, { name: 'reader', scopes }, { token });
  if (status !== 201) throw new Error(`key: ${text}`);
  return body.key;
}

async function fill(world: World, owners: Readonly<Record<CallerName, string>>): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const account of ACCOUNTS) {
    const create = async (collection: string, record: Json): Promise<string> => {
      const { superadmin, http } = world;
      const headers = { 'X-Account-ID': world[account].slug };
      const { body, status, text } = await http.post(`${API}/records/${collection}`, record, {
        token: superadmin.token,
        headers,
      });
      if (status !== 201) throw new Error(`${collection}: ${text}`);
      return body.id;
    };
    for (const label of LABELS) {
      const owner = owners[OWNERS[account][label]];
      const parent = await create('parents', { owner });
      ids.set(`${account} parent ${owner}`, parent);
      const texts = (['plain', 'denied', 'masked', 'secret'] as const).map((field) => [field, valueOf(field, label)]);
      const boxes = BOXED.map((field) => [boxOf(field), { value: [valueOf(field, label)] }]);
      const sent = Object.fromEntries([...texts, ...boxes]);
      const root = await create('roots', { label });
      const targets: Record<string, string> = {};
      for (const rule of RULES) {
        const id = await create(collectionOf(rule), { ...sent, owner, parent, root, note: 'same' });
        ids.set(`${account} ${rule} ${label}`, id);
        targets[targetOf(rule)] = id;
      }
      await create('holders', { label, ...targets });
    }
  }
  return ids;
}
