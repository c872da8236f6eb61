import { Command, Option } from 'nest-commander';
import { CreateSuperadmin } from '#application/setup/create-superadmin';
import { SYSTEM_ACCOUNT_ID } from '#domain/kernel/request-context';
import { openPrompt } from './open-prompt';
import { print } from './print';
import type { Prompt } from './prompt';
import { StrictCommand } from './strict-command';
import { withServer } from './with-server';

interface SuperadminOptions {
  readonly email?: string;
  readonly password?: string;
  readonly force?: boolean;
}

@Command({ name: 'create-superadmin', description: 'Create a user of the system account, who may do everything' })
export class CreateSuperadminCommand extends StrictCommand<SuperadminOptions> {
  protected async execute(options: SuperadminOptions): Promise<void> {
    const isAsked = options.email === undefined || options.password === undefined;
    const prompt = isAsked ? openPrompt() : null;
    try {
      await this.create(options, prompt);
    } finally {
      prompt?.close();
    }
  }

  private create(options: SuperadminOptions, prompt: Prompt | null): Promise<void> {
    return withServer(async (app) => {
      const superadmins = app.get(CreateSuperadmin, { strict: false });
      const force = options.force === true;
      if (!force && (await superadmins.exists()))
        throw new Error('a superadmin exists already; --force makes another one');
      const email = options.email ?? (await prompt!.ask('E-mail: '));
      const password = options.password ?? (await newPassword(prompt!));
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

async function newPassword(prompt: Prompt): Promise<string> {
  const password = await prompt.askHidden('Password: ');
  if ((await prompt.askHidden('Password again: ')) !== password) throw new Error('the two passwords differ');
  return password;
}
