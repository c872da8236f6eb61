import type { ApiKey } from '#application/ports/api-key-store';

/** With `key`: the one time that it is shown. */
export function presentApiKey(apiKey: ApiKey, key?: string): object {
  const isLive = apiKey.expiresAt === null || Date.parse(apiKey.expiresAt) > Date.now();
  return {
    id: apiKey.id,
    name: apiKey.name,
    key: key ?? `sb_ak.…${apiKey.last4}`,
    last_used_at: apiKey.lastUsedAt,
    expires_at: apiKey.expiresAt,
    is_active: apiKey.revokedAt === null && isLive,
    created_at: apiKey.createdAt,
    updated_at: apiKey.updatedAt,
    scopes: apiKey.scopes ?? [],
  };
}
