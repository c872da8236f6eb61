import { Command } from 'nest-commander';
import { CreateSuperadmin } from '#application/setup/create-superadmin';
import { parseDatabaseUrl, redactDatabaseTarget } from '#server/config/database-url';
import { print } from './print';
import { StrictCommand } from './strict-command';
import { withServer } from './with-server';

@Command({ name: 'init-db', description: 'Create or migrate the database; safe to run again' })
export class InitDbCommand extends StrictCommand {
  protected async execute(): Promise<void> {
    await withServer(async (app, config) => {
      print(`The database ${redactDatabaseTarget(parseDatabaseUrl(config.databaseUrl))} is ready.`);
      if (!(await app.get(CreateSuperadmin, { strict: false }).exists())) {
        print('There is no superadmin yet: run create-superadmin, or start the server and follow its set-up link.');
      }
    });
  }
}
