/** The database's address. The URLs of the reference server are understood too, so that its .env files can be kept. */
export type DatabaseTarget =
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

const SQLITE_SCHEMES = ['sqlite', 'sqlite+aiosqlite'];
const POSTGRES_SCHEMES = ['postgres', 'postgresql', 'postgresql+asyncpg'];
const HINT =
  'use sqlite:///./path/to/file.db, sqlite:////absolute/file.db or postgres://user:password@host:5432/database';

/** Throws an Error whose message never repeats the text (it may hold a password). */
export function parseDatabaseUrl(text: string): DatabaseTarget {
  const match = /^([a-z0-9+]+):\/\/(.*)$/is.exec(text.trim());
  if (!match) throw new Error(`not a database URL: ${HINT}`);
  const scheme = match[1]!.toLowerCase();
  const rest = match[2]!;
  if (SQLITE_SCHEMES.includes(scheme)) return { kind: 'sqlite', file: sqliteFile(rest) };
  if (POSTGRES_SCHEMES.includes(scheme)) return { kind: 'postgres', url: postgresUrl(rest) };
  throw new Error(`unknown database scheme "${scheme}": ${HINT}`);
}

/** For display: a PostgreSQL URL without password and parameters, a SQLite URL as it is. */
export function redactDatabaseTarget(target: DatabaseTarget): string {
  if (target.kind === 'sqlite') return `sqlite:///${target.file}`;
  const url = new URL(target.url);
  const user = url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':***'}@`;
  return `postgres://${user}${url.host}${url.pathname}`;
}

/** Three slashes lead a relative path, four an absolute one (as SQLAlchemy writes it). */
function sqliteFile(rest: string): string {
  if (!rest.startsWith('/'))
    throw new Error(`a SQLite URL has three slashes, or four before an absolute path: ${HINT}`);
  let file: string;
  try {
    file = decodeURIComponent(rest.slice(1));
  } catch {
    throw new Error(`the SQLite path is not valid percent-encoding: ${HINT}`);
  }
  if (file === '' || file.includes(':memory:')) {
    throw new Error('an in-memory SQLite database cannot be shared by several connections; name a file');
  }
  if (/[?\0]/.test(file) || file.startsWith('file:')) throw new Error(`the SQLite path takes no parameters: ${HINT}`);
  return file;
}

function postgresUrl(rest: string): string {
  const url = `postgres://${rest}`;
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new Error(`not a valid PostgreSQL URL: ${HINT}`);
  }
  if (parsed.pathname.length < 2) throw new Error(`the PostgreSQL URL names no database: ${HINT}`);
  return url;
}
