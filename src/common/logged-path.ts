const MAX_LENGTH = 500;
const MIN_TOKEN_LENGTH = 32;
const SEGMENT = new RegExp(`(?<=/)[^/]{${MIN_TOKEN_LENGTH},}`, 'g');
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The path as it may be logged: without the query, and without long segments, which are invitation tokens and the like. */
export function loggedPath(url: string): string {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  if (path.length <= MIN_TOKEN_LENGTH) return path;
  return path.slice(0, MAX_LENGTH).replace(SEGMENT, (segment) => (UUID.test(segment) ? segment : '[token]'));
}
