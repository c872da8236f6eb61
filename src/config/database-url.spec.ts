import { parseDatabaseUrl, redactDatabaseTarget } from './database-url';

describe('parseDatabaseUrl', () => {
  it.each([
    ['sqlite:///./sb_data/snackbase.db', './sb_data/snackbase.db'],
    ['sqlite:////var/lib/snackbase.db', '/var/lib/snackbase.db'],
    ['sqlite+aiosqlite:///./sb_data/snackbase.db', './sb_data/snackbase.db'],
    ['SQLite:///with%20space.db', 'with space.db'],
  ])('reads %s as a file', (text, file) => {
    expect(parseDatabaseUrl(text)).toEqual({ kind: 'sqlite', file });
  });

  it.each([
    ['postgres://u:p@localhost:5432/db', 'postgres://u:p@localhost:5432/db'],
    ['postgresql://u@localhost/db?sslmode=require', 'postgres://u@localhost/db?sslmode=require'],
    ['postgresql+asyncpg://u:p@h/db', 'postgres://u:p@h/db'],
  ])('reads %s as PostgreSQL', (text, url) => {
    expect(parseDatabaseUrl(text)).toEqual({ kind: 'postgres', url });
  });

  it.each([
    ['', 'not a database URL'],
    ['snackbase.db', 'not a database URL'],
    ['mysql://u:secret@h/db', 'unknown database scheme "mysql"'],
    ['sqlite://snackbase.db', 'three slashes'],
    ['sqlite:///', 'in-memory'],
    ['sqlite:///:memory:', 'in-memory'],
    ['sqlite:///a.db?mode=ro', 'no parameters'],
    ['sqlite:///%zz.db', 'percent-encoding'],
    ['postgres://u:secret@h', 'names no database'],
    ['postgres://u:secret@h:port/db', 'not a valid PostgreSQL URL'],
  ])('refuses %s', (text, message) => {
    expect(() => parseDatabaseUrl(text)).toThrow(message);
    expect(() => parseDatabaseUrl(text)).not.toThrow('secret');
  });
});

describe('redactDatabaseTarget', () => {
  it('hides password and parameters', () => {
    const target = parseDatabaseUrl('postgres://u:secret@h:5432/db?password=secret');
    expect(redactDatabaseTarget(target)).toBe('postgres://u:***@h:5432/db');
  });

  it('shows the SQLite file', () => {
    expect(redactDatabaseTarget({ kind: 'sqlite', file: '/data/a.db' })).toBe('sqlite:////data/a.db');
  });
});
