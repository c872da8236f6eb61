/** A key's column `scopes`; null: no limit. Anything but a list of texts grants nothing, rather than everything. */
export function readScopes(column: string | null): readonly string[] | null {
  if (column === null) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(column);
  } catch {
    return [];
  }
  return Array.isArray(parsed) ? parsed.filter((scope): scope is string => typeof scope === 'string') : [];
}
