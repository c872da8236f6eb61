import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Command } from 'nest-commander';
import type { AppConfig } from '#server/config/app-config';
import { parseDatabaseUrl } from '#server/config/database-url';
import { isSet, loadConfig, processVariables } from '#server/config/load-config';
import { ENCRYPTION_KEY_FILE, storedSecret } from '#server/config/secret-key';
import { missingSecrets, secretMarks } from '#server/config/secret-marks';
import type { BackupNote } from './backup-note';
import { restoreCommand } from './dump-commands';
import { print } from './print';
import { StrictCommand } from './strict-command';

const KEY = 'SNACKBASE_SECRET_KEY';
const ENCRYPTION_KEY = 'SNACKBASE_ENCRYPTION_KEY';
const STAND_IN_BYTES = 32;

@Command({
  name: 'restore',
  arguments: '<file>',
  description: 'Make the SQLite database from a backup, where there is none yet',
})
export class RestoreCommand extends StrictCommand {
  protected async execute(_options: object, [file]: readonly [string]): Promise<void> {
    const { config, hasKey } = settings();
    const target = parseDatabaseUrl(config.databaseUrl);
    if (target.kind === 'postgres') throw new Error(restoreCommand(target, file));
    for (const path of [target.file, `${target.file}-wal`]) {
      if (existsSync(path))
        throw new Error(`there is a database already: ${path}; a backup is restored where there is none`);
    }
    const { restoreSqlite } = await import('#server/infrastructure/database/sqlite/sqlite-backup');
    const note = (await restoreSqlite(file, target.file).catch((error: Error) => {
      throw new Error(`the backup ${file} could not be restored: ${error.message}`, { cause: error });
    })) as BackupNote;
    print(`The backup of ${note.made_at} (version ${note.version}) is restored into ${target.file}.`);
    const missing = missingSecrets(note.secrets, secretMarks(config), hasKey);
    print(`Secrets: ${missing.length === 0 ? 'those of the backup are here' : missing.join('; ')}.`);
  }
}

/** A server makes keys where there are none; here it would only look as if there were some. */
function settings(): { readonly config: AppConfig; readonly hasKey: boolean } {
  const variables = processVariables();
  const standIn = randomBytes(STAND_IN_BYTES).toString('hex');
  const isUnset = (name: string): boolean => !isSet(variables, name);
  const standIns = Object.fromEntries([KEY, ENCRYPTION_KEY].filter(isUnset).map((name) => [name, standIn]));
  const config = loadConfig({ ...variables, ...standIns });
  if (isUnset(ENCRYPTION_KEY)) {
    Object.assign(config, { encryptionKey: storedSecret(config.dataDirectory, ENCRYPTION_KEY_FILE) });
  }
  if (!isUnset(KEY)) return { config, hasKey: true };
  const stored = storedSecret(config.dataDirectory);
  return { config: Object.assign(config, { secretKey: stored ?? standIn }), hasKey: stored !== undefined };
}
