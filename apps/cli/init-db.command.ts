import { Command } from 'nest-commander';
import { CreateSuperadmin } from '#application/setup/create-superadmin';
import { parseDatabaseUrl, redactDatabaseTarget } from '#server/config/database-url';
import { loadConfig } from '#server/config/load-config';
import { print } from './print';
import { StrictCommand } from './strict-command';
import { withServer } from './with-server';

@Command({ name: 'init-db', description: 'Create or migrate the database; safe to run again' })
export class InitDbCommand extends StrictCommand {
  protected async execute(): Promise<void> {
    const { databaseUrl, statementTimeoutMs } = loadConfig();
    const target = parseDatabaseUrl(databaseUrl);
    const { migrate } = await import('#server/infrastructure/database/open-database');
    await migrate({ target, statementTimeoutMs }, print);
    await withServer(async (app) => {
      print(`The database ${redactDatabaseTarget(target)} is ready.`);
      if (!(await app.get(CreateSuperadmin, { strict: false }).exists())) {
        print('There is no superadmin yet: run create-superadmin, or start the server and follow its set-up link.');
      }
    });
  }
}
