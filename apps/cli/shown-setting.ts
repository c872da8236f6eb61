import { parseDatabaseUrl, redactDatabaseTarget } from '#server/config/database-url';

/** By its name, so that a secret that is added later is one too. */
const SECRET = /secret|password/i;
const CREDENTIALS = /(?<=:\/\/)[^/@]*@/g;

/** The value of a setting as everybody may see it. */
export function shownSetting(property: string, value: unknown): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return 'none';
  if (SECRET.test(property)) return 'set, not shown';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (property === 'databaseUrl') return redactDatabaseTarget(parseDatabaseUrl(text));
  return text.replace(CREDENTIALS, '***@');
}
