import { Command } from 'nest-commander';
import { systemClock } from '#domain/kernel/clock';
import { parseDatabaseUrl } from '#server/config/database-url';
import { loadConfig } from '#server/config/load-config';
import { secretMarks } from '#server/config/secret-marks';
import { VERSION } from '#server/config/version';
import type { BackupNote } from './backup-note';
import { dumpCommand } from './dump-commands';
import { print } from './print';
import { StrictCommand } from './strict-command';

@Command({
  name: 'backup',
  arguments: '<file>',
  description: 'Copy the SQLite database into a new file, while the server runs',
})
export class BackupCommand extends StrictCommand {
  protected async execute(_options: object, [file]: readonly [string]): Promise<void> {
    const config = loadConfig();
    const target = parseDatabaseUrl(config.databaseUrl);
    if (target.kind === 'postgres') throw new Error(dumpCommand(target, file));
    const note: BackupNote = { version: VERSION, made_at: systemClock.iso(), secrets: secretMarks(config) };
    const { backUpSqlite } = await import('#server/infrastructure/database/sqlite/sqlite-backup');
    await backUpSqlite(target.file, file, note).catch((error: Error) => {
      throw new Error(`the database ${target.file} could not be backed up: ${error.message}`, { cause: error });
    });
    print(`The database ${target.file} is in ${file}, whole and checked.`);
    print(
      'No secret is in it: keep SNACKBASE_SECRET_KEY and SNACKBASE_ENCRYPTION_KEY (or the files secret.key and ' +
        'encryption.key beside the database) elsewhere.',
    );
  }
}
