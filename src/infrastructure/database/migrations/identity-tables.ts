import type { ColumnDefinition, TableDefinition } from './table-definition';

const ID: ColumnDefinition = { type: 'id' };
const ID_OR_NULL: ColumnDefinition = { type: 'id', nullable: true };
const TIME: ColumnDefinition = { type: 'timestamp' };
const TIME_OR_NULL: ColumnDefinition = { type: 'timestamp', nullable: true };
const SHA256_HEX: ColumnDefinition = { type: { varchar: 64 } };
const INTEGER: ColumnDefinition = { type: 'integer' };
const LONG_TEXT: ColumnDefinition = { type: 'text' };
const LONG_TEXT_OR_NULL: ColumnDefinition = { type: 'text', nullable: true };

function text(length: number): ColumnDefinition {
  return { type: { varchar: length } };
}

function textOrNull(length: number): ColumnDefinition {
  return { type: { varchar: length }, nullable: true };
}

/** The columns that the tables of the first release gain. */
export const IDENTITY_COLUMNS: Readonly<Record<string, Readonly<Record<string, ColumnDefinition>>>> = {
  // status: active | suspended | deleting; locale: the language of the mails to the account's users.
  accounts: {
    status: { type: { varchar: 16 }, default: 'active' },
    locale: { type: { varchar: 16 }, default: 'en' },
  },
  roles: { created_at: TIME_OR_NULL, updated_at: TIME_OR_NULL },
  // password | platform; external_id: the subject at the trusted issuer.
  users: { auth_provider: { type: { varchar: 16 }, default: 'password' }, external_id: textOrNull(255) },
  // A JSON list of scopes; null: everything that the owner may.
  api_keys: { scopes: LONG_TEXT_OR_NULL },
  collections: { allow_anonymous: { type: 'boolean', default: true } },
};

/** The tables of identity's second part, each after the tables it refers to. */
export const IDENTITY_TABLES: readonly TableDefinition[] = [
  {
    name: 'jobs',
    columns: {
      id: ID,
      queue: text(100),
      handler: text(100),
      payload: LONG_TEXT,
      // Encrypted, and emptied when the job ends.
      secrets: LONG_TEXT_OR_NULL,
      // pending | running | completed | retrying | dead
      status: text(16),
      priority: INTEGER,
      run_at: TIME,
      started_at: TIME_OR_NULL,
      completed_at: TIME_OR_NULL,
      failed_at: TIME_OR_NULL,
      // While the job runs, no other process may take it before then.
      locked_until: TIME_OR_NULL,
      error_message: LONG_TEXT_OR_NULL,
      progress: LONG_TEXT_OR_NULL,
      attempt_number: INTEGER,
      max_attempts: INTEGER,
      retry_delay_seconds: INTEGER,
      created_at: TIME,
      created_by: ID_OR_NULL,
      account_id: ID_OR_NULL,
    },
    primaryKey: ['id'],
    indexes: [
      ['status', 'run_at'],
      ['account_id', 'handler'],
    ],
  },
  {
    // Single-use secrets sent by mail; a row is deleted by its use.
    name: 'user_tokens',
    columns: {
      id: ID,
      user_id: ID,
      // verify_email | reset_password | change_email
      purpose: text(20),
      token_hash: SHA256_HEX,
      // The address that the secret was sent to, and that its use proves.
      email: text(255),
      email_key: text(255),
      created_at: TIME,
      expires_at: TIME,
    },
    primaryKey: ['id'],
    unique: [['token_hash'], ['user_id', 'purpose']],
    // Finds how many secrets one address got lately, for all of its users together.
    indexes: [['email_key']],
    references: { user_id: 'users' },
  },
  {
    name: 'invitations',
    columns: {
      id: ID,
      account_id: ID,
      email: text(255),
      email_key: text(255),
      role_id: INTEGER,
      // A JSON list of ids.
      group_ids: LONG_TEXT,
      token_hash: SHA256_HEX,
      invited_by: ID_OR_NULL,
      created_at: TIME,
      updated_at: TIME,
      expires_at: TIME,
      accepted_at: TIME_OR_NULL,
      cancelled_at: TIME_OR_NULL,
    },
    primaryKey: ['id'],
    unique: [['token_hash']],
    indexes: [['account_id', 'email_key']],
    references: { account_id: 'accounts', role_id: 'roles' },
  },
  {
    name: 'email_templates',
    columns: {
      id: ID,
      account_id: ID,
      template_type: text(50),
      locale: text(16),
      subject: text(255),
      html_body: LONG_TEXT,
      text_body: LONG_TEXT,
      enabled: { type: 'boolean' },
      created_at: TIME,
      updated_at: TIME,
    },
    primaryKey: ['id'],
    unique: [['account_id', 'template_type', 'locale']],
    references: { account_id: 'accounts' },
  },
  {
    name: 'email_logs',
    columns: {
      id: ID,
      account_id: ID,
      template_type: text(50),
      locale: text(16),
      recipient_email: text(255),
      provider: text(50),
      // pending | sent | failed
      status: text(16),
      attempts: INTEGER,
      error_message: LONG_TEXT_OR_NULL,
      // JSON, without secrets.
      variables: LONG_TEXT,
      created_at: TIME,
      sent_at: TIME_OR_NULL,
    },
    primaryKey: ['id'],
    indexes: [
      ['account_id', 'id'],
      ['account_id', 'created_at'],
      ['status', 'id'],
    ],
    references: { account_id: 'accounts' },
  },
  {
    // Counts attempts by the hash of what is counted, for all processes together.
    name: 'login_attempts',
    columns: { key: SHA256_HEX, count: INTEGER, since: TIME, blocked_until: TIME_OR_NULL, expires_at: TIME },
    primaryKey: ['key'],
    indexes: [['expires_at']],
  },
  {
    // Request limits shared by several processes: when, in milliseconds since the epoch, a bucket will be full again.
    name: 'rate_limit_buckets',
    columns: { key: LONG_TEXT, full_at: { type: 'bigint' } },
    primaryKey: ['key'],
    indexes: [['full_at']],
  },
];
