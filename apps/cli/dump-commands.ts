import { type DatabaseTarget, redactDatabaseTarget } from '#server/config/database-url';

/** PostgreSQL's own tools know how to copy its databases; the password is better said in PGPASSWORD than on a command line. */
const PASSWORD = /:\*\*\*(?=@)/;

export function dumpCommand(target: DatabaseTarget, file: string): string {
  return (
    'a PostgreSQL database is backed up by its own program, with its password in PGPASSWORD:\n' +
    `  pg_dump --format=custom --no-owner --file=${quoted(file)} --dbname=${quoted(addressOf(target))}`
  );
}

export function restoreCommand(target: DatabaseTarget, file: string): string {
  return (
    'a PostgreSQL database is restored by its own program, into an empty database, with its password in PGPASSWORD:\n' +
    `  pg_restore --exit-on-error --no-owner --dbname=${quoted(addressOf(target))} ${quoted(file)}`
  );
}

function addressOf(target: DatabaseTarget): string {
  return redactDatabaseTarget(target).replace(PASSWORD, '');
}

function quoted(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
