import { Command, CommandRunner, Option } from 'nest-commander';
import { CreateSuperadmin } from '#application/setup/create-superadmin';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { print } from './print';
import { ask, askHidden } from './prompt';
import { withServer } from './with-server';

interface SuperadminOptions {
  readonly email?: string;
  readonly password?: string;
  readonly force?: boolean;
}

@Command({ name: 'create-superadmin', description: 'Create a user of the system account, who may do everything' })
export class CreateSuperadminCommand extends CommandRunner {
  async run(_arguments: string[], options: SuperadminOptions): Promise<void> {
    await withServer(async (app) => {
      const superadmins = app.get(CreateSuperadmin, { strict: false });
      const force = options.force === true;
      if (!force && (await superadmins.exists()))
        throw new Error('a superadmin exists already; --force makes another one');
      const email = options.email ?? (await ask('E-mail: '));
      const password = options.password ?? (await askHidden('Password: '));
      if (options.password === undefined && (await askHidden('Password again: ')) !== password) {
        throw new Error('the two passwords differ');
      }
      const id = await superadmins.execute({ email, password, force });
      print(`Superadmin ${email} was created (user ${id}, account ${SYSTEM_ACCOUNT_ID}, code SY0000).`);
      print('Log in with the account "system".');
    });
  }

  @Option({ flags: '--email <address>', description: 'E-mail address; asked for when missing' })
  email(text: string): string {
    return text;
  }

  @Option({
    flags: '--password <text>',
    description: 'Password; asked for when missing, which keeps it out of the history',
  })
  password(text: string): string {
    return text;
  }

  @Option({ flags: '--force', description: 'Create one although there is one already' })
  force(): boolean {
    return true;
  }
}
