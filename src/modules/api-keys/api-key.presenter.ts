import type { ShownApiKey } from '#application/api-keys/api-keys';
import type { ApiKeyDto } from './api-key.dto';

/** With `key`: the one time that it is shown. */
export function presentApiKey(apiKey: ShownApiKey, key?: string): ApiKeyDto {
  return {
    id: apiKey.id,
    name: apiKey.name,
    key: key ?? `sb_ak.…${apiKey.last4}`,
    last_used_at: apiKey.lastUsedAt,
    expires_at: apiKey.expiresAt,
    is_active: apiKey.isActive,
    created_at: apiKey.createdAt,
    updated_at: apiKey.updatedAt,
    scopes: apiKey.scopes ?? [],
  };
}
