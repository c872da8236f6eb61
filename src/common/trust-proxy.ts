/**
 * Whose X-Forwarded-For Express believes. `*` believes any peer that connects, but nobody further away: the entry that
 * the peer added. Express' `true` would take the first entry, which any client can write.
 */
export function trustProxy(proxies: readonly string[]): 1 | string[] {
  return proxies.includes('*') ? 1 : [...proxies];
}
