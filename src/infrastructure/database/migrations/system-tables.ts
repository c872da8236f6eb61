import type { ColumnDefinition, TableDefinition } from './table-definition';

const ID: ColumnDefinition = { type: 'id' };
const TIME: ColumnDefinition = { type: 'timestamp' };
const TIME_OR_NULL: ColumnDefinition = { type: 'timestamp', nullable: true };
const RULE: ColumnDefinition = { type: 'text', nullable: true };
const SHA256_HEX: ColumnDefinition = { type: { varchar: 64 } };

function text(length: number): ColumnDefinition {
  return { type: { varchar: length } };
}

function textOrNull(length: number): ColumnDefinition {
  return { type: { varchar: length }, nullable: true };
}

/** The system tables as the first release has them, each after the tables it refers to. */
export const SYSTEM_TABLES: readonly TableDefinition[] = [
  {
    name: 'accounts',
    columns: { id: ID, account_code: text(6), slug: text(32), name: text(255), created_at: TIME, updated_at: TIME },
    primaryKey: ['id'],
    unique: [['account_code'], ['slug']],
  },
  {
    name: 'roles',
    columns: { id: { type: 'integer' }, name: text(50), description: textOrNull(255) },
    primaryKey: ['id'],
    unique: [['name']],
  },
  {
    name: 'users',
    columns: {
      id: ID,
      account_id: ID,
      email: text(255),
      email_key: text(255),
      password_hash: text(255),
      role_id: { type: 'integer' },
      is_active: { type: 'boolean' },
      email_verified: { type: 'boolean' },
      email_verified_at: TIME_OR_NULL,
      first_name: textOrNull(100),
      last_name: textOrNull(100),
      avatar_url: textOrNull(500),
      auth_version: { type: 'integer', default: 1 },
      created_at: TIME,
      updated_at: TIME,
      last_login: TIME_OR_NULL,
    },
    primaryKey: ['id'],
    // The second one is what composite references of collections point at.
    unique: [
      ['account_id', 'email_key'],
      ['account_id', 'id'],
    ],
    references: { account_id: 'accounts', role_id: 'roles' },
  },
  {
    name: 'groups',
    columns: {
      id: ID,
      account_id: ID,
      name: text(100),
      description: textOrNull(500),
      created_at: TIME,
      updated_at: TIME,
    },
    primaryKey: ['id'],
    unique: [['account_id', 'name']],
    references: { account_id: 'accounts' },
  },
  {
    name: 'users_groups',
    columns: { user_id: ID, group_id: ID },
    primaryKey: ['user_id', 'group_id'],
    indexes: [['group_id']],
    references: { user_id: 'users', group_id: 'groups' },
  },
  {
    name: 'sessions',
    columns: {
      id: ID,
      account_id: ID,
      user_id: ID,
      created_at: TIME,
      expires_at: TIME,
      revoked_at: TIME_OR_NULL,
      ip: textOrNull(64),
      user_agent: textOrNull(500),
    },
    primaryKey: ['id'],
    indexes: [['user_id']],
    references: { account_id: 'accounts', user_id: 'users' },
  },
  {
    name: 'refresh_tokens',
    columns: {
      id: ID,
      session_id: ID,
      token_hash: SHA256_HEX,
      created_at: TIME,
      expires_at: TIME,
      used_at: TIME_OR_NULL,
    },
    primaryKey: ['id'],
    unique: [['token_hash']],
    indexes: [['session_id']],
    references: { session_id: 'sessions' },
  },
  {
    name: 'api_keys',
    columns: {
      id: ID,
      account_id: ID,
      user_id: ID,
      name: text(100),
      key_hash: SHA256_HEX,
      last4: text(4),
      created_at: TIME,
      updated_at: TIME,
      expires_at: TIME_OR_NULL,
      revoked_at: TIME_OR_NULL,
      last_used_at: TIME_OR_NULL,
    },
    primaryKey: ['id'],
    unique: [['key_hash']],
    indexes: [['user_id']],
    references: { account_id: 'accounts', user_id: 'users' },
  },
  {
    name: 'collections',
    columns: {
      id: ID,
      name: text(64),
      name_key: text(64),
      table_name: text(63),
      fields: { type: 'text' },
      indexes: { type: 'text' },
      list_rule: RULE,
      view_rule: RULE,
      create_rule: RULE,
      update_rule: RULE,
      delete_rule: RULE,
      created_at: TIME,
      updated_at: TIME,
    },
    primaryKey: ['id'],
    unique: [['name_key'], ['table_name']],
  },
  { name: 'system_state', columns: { name: text(50), value: { type: 'bigint' } }, primaryKey: ['name'] },
  {
    name: 'record_counts',
    columns: { account_id: ID, collection_id: ID, count: { type: 'bigint' }, version: { type: 'bigint' } },
    primaryKey: ['account_id', 'collection_id'],
    // Sums over all accounts, and the removal of a dropped collection, go by collection.
    indexes: [['collection_id']],
  },
  {
    name: 'idempotency_keys',
    columns: {
      account_id: ID,
      actor: text(36),
      key: text(200),
      request_hash: SHA256_HEX,
      status: { type: 'integer' },
      body: { type: 'text' },
      created_at: TIME,
    },
    primaryKey: ['account_id', 'actor', 'key'],
    indexes: [['created_at']],
  },
  {
    name: 'setup_tokens',
    columns: { token_hash: SHA256_HEX, created_at: TIME, expires_at: TIME },
    primaryKey: ['token_hash'],
  },
];
