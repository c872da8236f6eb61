/** Records with encrypted fields, and who reads them. */
import { Units } from '#application/kernel/units';
import { SYSTEM_ACCOUNT_ID, systemContext } from '#domain/kernel/request-context';
import { sqlOf } from '#server/infrastructure/database/lanes/transaction';
import type { SqlValue } from '#sql/sql-fragment';
import type { Answer, Json } from './http';
import { API, type Member } from './member';
import { TEST_ACT } from './unit';
import { createWorld, type World } from './world';

export const BULLETS = '••••••••';
export const VAULTS = `${API}/records/vaults`;
export const SECRETS_SCOPE = 'records:secrets:read';

const VAULT_FIELDS = [
  { name: 'title', type: 'text' },
  { name: 'token', type: 'text', encrypted: true },
  { name: 'settings', type: 'json', encrypted: true },
  { name: 'next', type: 'reference', collection: 'vaults', on_delete: 'set_null' },
  { name: 'code', type: 'text', unique: true },
];

/** What stands for the token in every test; nothing may show it. */
export const TOKEN = 'sk-live-4242';
export const SETTINGS = { pin: [1, 'zwei'], deep: { a: null } };

export interface SecretWorld extends World {
  asRoot(method: string, path: string, body?: unknown): Promise<Answer>;
  /** An API key of the member. */
  keyOf(member: Member, ...scopes: string[]): Promise<string>;
  /** What a key of the member with the scope for it reads. */
  secrets(id: string, member?: Member): Promise<Json>;
  /** The definition of the collection. */
  collection(name?: string): Promise<Json>;
  /** The columns of the record, as the database has them. */
  row(id: string, name?: string): Promise<Json>;
  /** Past everything that the server would do about it. */
  sql(text: string, values?: readonly SqlValue[]): Promise<readonly Json[]>;
  /** Bytes that the records of acme count with. */
  bytes(name?: string): Promise<number>;
}

export async function createSecretWorld(
  environment: Record<string, string> = {},
  log?: (line: string) => void,
): Promise<SecretWorld> {
  const world = await createWorld(environment, log);
  const { http, superadmin, acme } = world;
  const keys = new Map<string, string>();
  const asRoot: SecretWorld['asRoot'] = (method, path, body) =>
    http.call(method, `${API}${path}`, { token: superadmin.token, ...(body === undefined ? {} : { body }) });
  const keyOf: SecretWorld['keyOf'] = async ({ token }, ...scopes) => {
    const name = `${token} ${scopes.join()}`;
    const known = keys.get(name);
    if (known !== undefined) return known;
    const made = await http.post(`${API}/admin/api-keys`, { name: 'secrets', scopes }, { token });
    if (made.status !== 201) throw new Error(`key: ${made.text}`);
    keys.set(name, made.body.key);
    return made.body.key;
  };
  const sql: SecretWorld['sql'] = (text, values = []) => {
    const units = world.server.app.get(Units, { strict: false });
    return units.run(systemContext('test', SYSTEM_ACCOUNT_ID), TEST_ACT, (tx) => sqlOf(tx).all(text, values));
  };
  await world.define('vaults', VAULT_FIELDS);
  const collection: SecretWorld['collection'] = async (name = 'vaults') => {
    const { items } = (await asRoot('GET', `/collections?search=${name}`)).body;
    return items.find((item: Json) => item.name === name);
  };
  return {
    ...world,
    asRoot,
    keyOf,
    collection,
    secrets: async (id, member = acme) => {
      const token = await keyOf(member, SECRETS_SCOPE);
      return (await http.get(`${VAULTS}/${id}/secrets`, { token })).body.data;
    },
    row: async (id, name = 'vaults') => {
      const { table_name: table } = await collection(name);
      const [row] = await sql(`SELECT * FROM "${table}" WHERE id = $1`, [id]);
      return row;
    },
    sql,
    bytes: async (name = 'vaults') => {
      const { id } = await collection(name);
      const text = 'SELECT bytes FROM record_counts WHERE collection_id = $1 AND account_id = $2';
      return Number((await sql(text, [id, acme.accountId]))[0]?.bytes ?? 0);
    },
  };
}
