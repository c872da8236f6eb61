import cluster from 'node:cluster';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CreateSuperadmin } from '#application/setup/create-superadmin';
import { SetupLink } from '#application/setup/setup-link';
import { DomainError } from '#domain/kernel/errors';
import { AppConfig } from '#server/config/app-config';
import { ConfigError } from '#server/config/config-error';

/** Makes sure that a server that starts can be operated: by the configured superadmin, or through a one-time link. */
@Injectable()
export class SuperadminBootstrap implements OnApplicationBootstrap {
  constructor(
    private readonly config: AppConfig,
    private readonly superadmins: CreateSuperadmin,
    private readonly link: SetupLink,
    private readonly adapters: HttpAdapterHost,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // The command line has no server to visit, and for workers the primary process has done it: every new link would
    // end
    // the one that was printed.
    if (!this.adapters.httpAdapter || cluster.isWorker) return;
    const { superadminEmail: email, superadminPassword: password } = this.config;
    if (email !== undefined && password !== undefined) await this.createConfigured(email, password);
    else await this.printLink();
  }

  private async createConfigured(email: string, password: string): Promise<void> {
    if (await this.superadmins.exists()) return;
    try {
      await this.superadmins.execute({ email, password, force: false });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Another process that started at the same time was first.
      if (error.code === 'SETUP_DONE') return;
      throw new ConfigError(settingProblems(error));
    }
  }

  private async printLink(): Promise<void> {
    const token = await this.link.issue();
    if (token === null) return;
    // Written to the terminal and not to the log: logs are kept and shipped, and this text is a key.
    process.stdout.write(
      `\nThere is no superadmin yet. Create one within 24 hours:\n\n  ${this.config.externalUrl.replace(/\/+$/, '')}/setup?token=${token}\n\n`,
    );
  }
}

function settingProblems({ message, extras }: DomainError): string[] {
  const told = extras.details ?? [{ field: 'email', message }];
  return told.map((problem) => `SNACKBASE_SUPERADMIN_${problem.field.toUpperCase()}: ${problem.message}`);
}
