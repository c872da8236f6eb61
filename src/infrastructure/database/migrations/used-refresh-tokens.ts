import type { TableDefinition } from './table-definition';

/** As it was between the two migrations that made and dropped it. */
export const USED_REFRESH_TOKENS: TableDefinition = {
  name: 'used_refresh_tokens',
  columns: {
    id: { type: 'id' },
    session_id: { type: 'id' },
    token_hash: { type: { varchar: 64 } },
    expires_at: { type: 'timestamp' },
  },
  primaryKey: ['id'],
  // Each session forgets its own, the oldest first.
  indexes: [['session_id', 'expires_at']],
  references: { session_id: 'sessions' },
};
